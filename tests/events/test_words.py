"""Identities, clients, calls and links in words."""

from __future__ import annotations

import pytest

from bellhop.events.client import client
from bellhop.events.console import alarm, log_group, page
from bellhop.events.deeds import done, wanted
from bellhop.events.identity import who
from bellhop.events.layout import clip, unmarked, words
from bellhop.events.places import place
from bellhop.payload import Payload
from bellhop.reader import Reader

EN = Reader()


@pytest.mark.parametrize(
    ("call", "past", "plain"),
    [
        ("CreateDBInstance", "created DB instance", "create DB instance"),
        ("StopLogging", "stopped logging", "stop logging"),
        ("PutMetricAlarm", "put metric alarm", "put metric alarm"),
        ("GetObject", "read object", "get object"),
        ("ModifyVpcEndpoint", "modified vpc endpoint", "modify vpc endpoint"),
        ("DeployApplication", "deployed application", "deploy application"),
        ("SendSSHPublicKey", "sent SSH public key", "send SSH public key"),
        ("UpdateFunctionCode20150331v2", "updated function code", "update function code"),
        ("DisassociateWebACL", "disassociated web ACL", "disassociate web ACL"),
        ("ConsoleLogin", "called ConsoleLogin", "call ConsoleLogin"),
        ("", "called ", "call "),
    ],
)
def test_a_call_is_said_in_words(call: str, past: str, plain: str) -> None:
    assert done(call) == past
    assert wanted(call) == plain


@pytest.mark.parametrize(
    ("agent", "shown"),
    [
        ("[aws-cli/1.18.39 Python/3.4.10 Darwin/18.7.0 botocore/1.15.39]", "AWS CLI 1.18.39 on macOS"),
        ("Boto3/1.35.80 md/Botocore#1.35.80 os/linux", "boto3 1.35.80 on Linux"),
        ("[S3Console/0.4]", "S3 console"),
        ("console.amazonaws.com", "AWS console"),
        ("signin.amazonaws.com", "AWS console"),
        ("backup.amazonaws.com", "AWS service backup.amazonaws.com"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox 133 on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0.0.0 Safari/537.36 Edg/131.0", "Edge 131 on Windows"),
        ("HashiCorp/1.0 Terraform/1.9.8 aws-sdk-go-v2/1.32.6", "Terraform 1.9.8"),
        ("curl/8.5.0", "curl 8.5.0"),
        ("my-tool/3 (special)", "my-tool 3"),
        ("", ""),
    ],
)
def test_a_client_is_said_in_words(agent: str, shown: str) -> None:
    assert client(agent, EN) == shown


@pytest.mark.parametrize(
    ("identity", "name", "told"),
    [
        ({"type": "IAMUser", "userName": "alice"}, "alice", "IAM user alice"),
        ({"type": "Root", "accountId": "111122223333"}, "root", "the root user (111122223333)"),
        (
            {"type": "AssumedRole", "arn": "arn:aws:sts::111122223333:assumed-role/admin/bob"},
            "admin/bob",
            "role admin, session bob",
        ),
        ({"type": "AWSService", "invokedBy": "lambda.amazonaws.com"}, "lambda.amazonaws.com", None),
        ({"type": "AWSAccount", "accountId": "anonymous", "principalId": ""}, "anonymous", "anonymous, not signed in"),
        ({"type": "AWSAccount", "accountId": "444455556666"}, "444455556666", None),
        ({"type": "SAMLUser", "userName": "carol"}, "carol", "SAMLUser carol"),
        ({"type": "IdentityCenterUser", "onBehalfOf": {"userId": "94482488"}}, "94482488", None),
        ({"type": "WhoKnows"}, "somebody", "somebody"),
        (None, "somebody", "somebody"),
    ],
)
def test_an_identity_is_said_in_words(identity: object, name: str, told: str | None) -> None:
    person = who(Payload(identity), EN)
    assert person.name == name
    assert told is None or person.words == told


def test_links_stay_in_their_partition_and_are_escaped() -> None:
    assert alarm("us-east-1", "a b/#?&") == (
        "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/a%20b%2F%23%3F%26"
    )
    assert page("cn-north-1", "x").startswith("https://cn-north-1.console.amazonaws.cn/x?")
    assert page("us-gov-west-1", "x").startswith("https://us-gov-west-1.console.amazonaws-us-gov.com/x?")
    assert page("evil.example/", "x") == "https://console.aws.amazon.com/x"
    assert log_group("eu-west-1", "/aws/lambda/f").endswith("log-group/$252Faws$252Flambda$252Ff")


def test_text_is_cut_on_a_character_and_put_on_one_line() -> None:
    assert clip("a\n b  c", 10) == "a b c"
    assert clip("abcdef", 4) == "abc…"


def test_marks_go_from_titles() -> None:
    assert unmarked(":fire: *Slow* `checkout` <https://e.com|here> [t](https://e.com)") == ":fire: Slow checkout here t"
    assert unmarked("snake_case 2*3*4") == "snake_case 2*3*4"


def test_machine_words_become_words() -> None:
    assert words("IN_PROGRESS") == words("InProgress") == words("in-progress") == "in progress"


def test_a_region_has_its_long_name() -> None:
    assert place("ap-northeast-2", EN) == "Asia Pacific (Seoul)"
    assert place("ap-northeast-2", Reader(locale="ko")) == "아시아 태평양(서울)"
    assert place("xx-new-1", EN) == "xx-new-1"

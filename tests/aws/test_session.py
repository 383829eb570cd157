"""The clients: cached, shared, renewed, and clear about what they lack."""

import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from moto.server import ThreadedMotoServer

from bellhop.aws.refusal import ask
from bellhop.aws.session import Clients, Keys
from bellhop.errors import AwsRefused

REGION = "ap-northeast-2"
KEYS = Keys(access_key="AKIDEXAMPLE", secret_key="very-secret")
ROLE = "arn:aws:iam::111122223333:role/bellhop-channel"
AWS_VARIABLES = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL",
)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def clients(endpoint: str) -> Iterator[Clients]:
    made = Clients(region=REGION, endpoint=endpoint, keys=KEYS)
    yield made
    made.close()


@pytest.fixture
def empty_home(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in AWS_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_client_is_made_once_for_a_service_a_region_and_a_role(clients: Clients) -> None:
    first = clients.client("sqs")
    assert clients.client("sqs", region=REGION) is first
    assert clients.client("sqs", region="eu-west-1") is not first
    assert clients.client("sqs", role=ROLE) is not first
    assert clients.client("sqs", role=ROLE, session_name="ana") is not clients.client("sqs", role=ROLE)
    assert clients.client("sqs", read_timeout=30) is not first
    assert clients.client("sqs", session_name="ana") is first, "a session's name means nothing without a role"


def test_the_clients_used_longest_ago_are_forgotten(endpoint: str) -> None:
    clients = Clients(region=REGION, endpoint=endpoint, keys=KEYS, capacity=2)
    sqs = clients.client("sqs")
    sns = clients.client("sns")
    assert clients.client("sqs") is sqs
    clients.client("sts")
    assert clients.client("sqs") is sqs
    assert clients.client("sns") is not sns


def test_many_threads_share_one_client(clients: Clients) -> None:
    seen: set[int] = set()
    barrier = threading.Barrier(8)

    def ask_for_it() -> None:
        barrier.wait(10)
        seen.add(id(clients.client("cloudtrail")))

    threads = [threading.Thread(target=ask_for_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert seen == {id(clients.client("cloudtrail"))}


def test_time_outs_retries_and_user_agent(clients: Clients) -> None:
    config = clients.client("sqs").meta.config
    assert (config.connect_timeout, config.read_timeout) == (3, 10)
    assert config.retries["mode"] == "standard"
    assert "bellhop/" in config.user_agent_extra
    assert clients.client("sqs", read_timeout=25).meta.config.read_timeout == 25


def test_the_account_is_asked_once_and_a_roles_account_never(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    assert clients.account() == "123456789012"
    assert clients.account(role=ROLE) == "111122223333"

    def ask_again(*_: object) -> None:
        pytest.fail("asked again")

    monkeypatch.setattr("bellhop.aws.session.ask", ask_again)
    assert clients.account() == "123456789012"


def test_a_role_is_assumed_with_a_session_name_that_aws_takes(clients: Clients) -> None:
    who = clients.identity(role=ROLE, session_name="Ana María <U123>")
    assert who.account == "111122223333"
    assert who.arn == "arn:aws:sts::111122223333:assumed-role/bellhop-channel/Ana-Mar-a--U123-"


@pytest.mark.parametrize(
    ("name", "shown"), [("", "bellhop"), ("x", "bellhop-x"), ("ok", "ok"), ("a" * 80, "a" * 64), ("한국", "--")]
)
def test_session_names(clients: Clients, name: str, shown: str) -> None:
    assert clients.identity(role=ROLE, session_name=name).arn.endswith(f"/bellhop-channel/{shown}")


def test_a_roles_credentials_are_renewed_before_they_expire(endpoint: str) -> None:
    clock = [datetime.now(UTC)]
    clients = Clients(region=REGION, endpoint=endpoint, keys=KEYS, now=lambda: clock[0])
    assumed: list[str] = []

    def remember(parsed: dict[str, Any], **_: object) -> None:
        assumed.append(parsed["Credentials"]["AccessKeyId"])

    clients.client("sts").meta.events.register("after-call.sts.AssumeRole", remember)
    sqs = clients.client("sqs", role=ROLE)
    ask(sqs, "list_queues")
    ask(clients.client("sns", role=ROLE), "list_topics")
    assert len(assumed) == 1, "two services share the role's credentials"
    clock[0] += timedelta(minutes=58)
    ask(sqs, "list_queues")
    assert len(assumed) == 2
    assert assumed[0] != assumed[1]
    clients.close()


def test_an_error_of_aws_has_its_code_and_sentence(clients: Clients) -> None:
    with pytest.raises(AwsRefused) as caught:
        ask(clients.client("cloudtrail"), "get_trail", Name="nosuch")
    assert caught.value.code == "TrailNotFoundException"
    assert "nosuch" in caught.value.message


def test_a_parameter_that_does_not_fit_is_refused_in_words(clients: Clients) -> None:
    with pytest.raises(AwsRefused, match="TopicArn") as caught:
        ask(clients.client("sns"), "publish", TopicArn=3, Message="x")
    assert caught.value.code == "ParamValidationError"


def test_nobody_at_the_endpoint(unused_port: int) -> None:
    clients = Clients(region=REGION, endpoint=f"http://127.0.0.1:{unused_port}", keys=KEYS)
    with pytest.raises(AwsRefused, match="endpoint") as caught:
        clients.identity()
    assert caught.value.code == "EndpointConnectionError"
    assert "check the network" in caught.value.fix


def test_without_credentials_the_fix_is_named(empty_home: None, endpoint: str) -> None:
    with pytest.raises(AwsRefused, match="credentials") as caught:
        Clients(region=REGION, endpoint=endpoint).client("sqs")
    assert "AWS_ACCESS_KEY_ID" in caught.value.fix


def test_without_a_region_the_fix_is_named(empty_home: None) -> None:
    with pytest.raises(AwsRefused, match="region") as caught:
        Clients(keys=KEYS).client("sqs")
    assert "AWS_REGION" in caught.value.fix


def test_an_unknown_service_is_refused(clients: Clients) -> None:
    with pytest.raises(AwsRefused, match="nosuch"):
        clients.client("nosuch")


def test_the_environments_keys_are_found_once(empty_home: None, monkeypatch: pytest.MonkeyPatch, endpoint: str) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDFROMENVIRONMENT")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    clients = Clients(endpoint=endpoint)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_PROFILE", "nosuch")
    assert clients.region == "eu-central-1"
    assert clients.account() == "123456789012", "later changes to the environment, a profile's too, mean nothing"
    clients.close()


def test_a_profile_that_does_not_exist_is_told(empty_home: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nosuch")
    with pytest.raises(AwsRefused, match="nosuch"):
        Clients()


def test_secrets_stay_out_of_sight() -> None:
    assert "very-secret" not in repr(KEYS)
    assert "very-secret" not in json.dumps(str(Clients(region=REGION, keys=KEYS).__dict__))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
        ("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1"),
        ("AWS_USE_FIPS_ENDPOINT", "true"),
        ("AWS_USE_DUALSTACK_ENDPOINT", "true"),
        ("AWS_DEFAULTS_MODE", "mobile"),
        ("AWS_SDK_UA_APP_ID", "leak"),
        ("AWS_MAX_ATTEMPTS", "9"),
        ("AWS_RETRY_MODE", "legacy"),
        ("AWS_DEFAULT_REGION", "eu-west-3"),
        ("AWS_REGION", "eu-west-3"),
        ("AWS_ACCESS_KEY_ID", "AKIDOTHER"),
        ("AWS_SESSION_TOKEN", "other"),
    ],
)
def test_the_environment_does_not_reach_a_command(
    empty_home: None, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    def shape() -> tuple[object, ...]:
        made = Clients(region=REGION, keys=KEYS)
        client = made.client("sqs")
        config, keys = client.meta.config, client._get_credentials()
        seen = (
            client.meta.endpoint_url,
            client.meta.region_name,
            config.retries,
            config.user_agent,
            config.connect_timeout,
            config.defaults_mode,
            (keys.access_key, keys.token),
        )
        made.close()
        return seen

    before = shape()
    monkeypatch.setenv(name, value)
    assert shape() == before
    assert "sqs.ap-northeast-2.amazonaws.com" in str(before[0])


def test_the_machines_profile_does_not_reach_a_command(
    empty_home: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config, credentials = tmp_path / "config", tmp_path / "credentials"
    config.write_text(
        "[default]\nregion = eu-west-3\nendpoint_url = http://127.0.0.1:1\nuse_fips_endpoint = true\nmax_attempts = 9\n"
    )
    credentials.write_text("[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = other\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(credentials))
    made = Clients(region=REGION, keys=KEYS)
    client = made.client("sqs")
    assert client.meta.endpoint_url == "https://sqs.ap-northeast-2.amazonaws.com"
    assert client.meta.config.retries["total_max_attempts"] == 3
    assert client._get_credentials().access_key == "AKIDEXAMPLE"
    made.close()

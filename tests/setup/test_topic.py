"""A topic by itself: who may publish, who hears, and the test message."""

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result

from bellhop.aws.session import Clients
from bellhop.errors import SetupError
from bellhop.local import LocalAws
from bellhop.setup.cli import setup_group
from bellhop.setup.news_topic import NewsTopic, send_test
from bellhop.setup.place import Aws, Place, aws_at
from bellhop.setup.publishers import PUBLISHERS, USUAL, statements

PLACE = Place(partition="aws-cn", region="cn-north-1", account="123456789012")
ARN = "arn:aws:sns:ap-northeast-2:123456789012:news"


@pytest.fixture
def endpoint() -> Iterator[str]:
    with LocalAws() as aws:
        yield aws.endpoint


@pytest.fixture
def aws(clients: Clients) -> Aws:
    return aws_at(clients)


def test_the_usual_services_may_publish(clients: Clients, aws: Aws) -> None:
    wish = NewsTopic(topic="news", subscribe_sqs="bellhop")
    wish.plan(clients).apply()
    assert wish.plan(clients).changes == ()
    held = json.loads(aws.ask("sns", "get_topic_attributes", TopicArn=ARN)["Attributes"]["Policy"])["Statement"]
    conditions = {one["Principal"]["Service"]: one.get("Condition") for one in held if "Bellhop" in one["Sid"]}
    account = {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    assert conditions == {
        "cloudwatch.amazonaws.com": account,
        "budgets.amazonaws.com": account,
        "costalerts.amazonaws.com": account,
        "codestar-notifications.amazonaws.com": None,
        "events.amazonaws.com": {
            "ArnLike": {"aws:SourceArn": "arn:aws:events:ap-northeast-2:123456789012:rule/*"},
        },
    }
    assert {one["Resource"] for one in held if "Bellhop" in one["Sid"]} == {ARN}
    wish.plan_destroy(clients).apply()
    assert aws.ask("sns", "list_topics")["Topics"] == []


@pytest.mark.parametrize("name", list(PUBLISHERS))
def test_conditions_are_filled_in(name: str) -> None:
    [statement] = statements([name, name], "topic/news", PLACE, "arn:aws-cn:sns:cn-north-1:123456789012:news")
    text = json.dumps(statement.get("Condition", {}))
    assert "PARTITION" not in text
    assert "REGION" not in text
    assert "ACCOUNT" not in text
    assert not text.strip("{}") or "123456789012" in text
    assert PUBLISHERS[name].page.startswith("https://docs.aws.amazon.com/")


def test_an_unknown_publisher_is_an_error() -> None:
    with pytest.raises(SetupError, match="netflix is not known to publish"):
        NewsTopic(publishers=("netflix",))
    assert set(USUAL) <= set(PUBLISHERS)


def test_the_test_message_is_a_custom_notification_that_can_be_told(clients: Clients, aws: Aws) -> None:
    NewsTopic(topic="news", subscribe_sqs="bellhop").plan(clients).apply()
    sent = send_test(clients, "news")
    assert sent.topic_arn == ARN
    assert sent.hearers == ("sqs arn:aws:sqs:ap-northeast-2:123456789012:bellhop",)
    url = aws.ask("sqs", "get_queue_url", QueueName="bellhop")["QueueUrl"]
    [message] = aws.ask("sqs", "receive_message", QueueUrl=url, WaitTimeSeconds=5)["Messages"]
    document = json.loads(json.loads(message["Body"])["Message"])
    assert (document["version"], document["source"]) == ("1.0", "custom")
    assert ARN in document["content"]["description"]
    assert len(document["content"]["title"]) <= 250


def test_a_topic_that_nobody_hears_is_not_tried(clients: Clients) -> None:
    with pytest.raises(SetupError, match="there is no topic") as caught:
        send_test(clients, "news")
    assert "bellhop setup topic --topic news" in caught.value.fix
    NewsTopic(topic="news").plan(clients).apply()
    with pytest.raises(SetupError, match="nobody hears the topic"):
        send_test(clients, "news")


def test_one_that_waits_for_its_confirmation_does_not_hear(clients: Clients) -> None:
    # nobody answers there, and so nobody confirms
    NewsTopic(topic="news", subscribe_https="http://127.0.0.1:9/sns").plan(clients).apply()
    with pytest.raises(SetupError, match="1 waits for its confirmation"):
        send_test(clients, "news")


def run(endpoint: str, *words: str) -> Result:
    environment = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_REGION": "ap-northeast-2"}
    return CliRunner(env=environment).invoke(setup_group, ["topic", "--endpoint", endpoint, *words])


def test_from_the_command_line(endpoint: str) -> None:
    only = run(endpoint, "--only", "--publisher", "rds")
    assert "To hear RDS event subscriptions in account" in only.stdout
    more = run(endpoint, "--publisher", "rds", "--topic", "news", "--subscribe-sqs", "q", "--apply")
    assert "CloudWatch alarms" in more.stdout
    assert "RDS event subscriptions" in more.stdout
    tried = run(endpoint, "--topic", "news", "--test")
    assert tried.exit_code == 0
    assert "sqs arn:aws:sqs:ap-northeast-2:123456789012:q" in tried.stdout
    assert json.loads(run(endpoint, "--topic", "news", "--test", "--json").stdout)["topic_arn"] == ARN


@pytest.mark.parametrize("words", [("--only",), ("--test", "--apply"), ("--publisher", "netflix")])
def test_words_that_do_not_go_together(words: tuple[str, ...]) -> None:
    assert run("http://127.0.0.1:9", *words).exit_code == 2

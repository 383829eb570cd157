"""What is wrong with the world is found, each with its fix: against a local AWS and a pretend Slack."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from moto.server import ThreadedMotoServer
from sqlalchemy import text
from tests.pretend.slack import Fault, PretendSlack

from bellhop.aws.refusal import ask
from bellhop.aws.session import Clients, Keys
from bellhop.channel import Channel
from bellhop.cli.doctor import command
from bellhop.config_sections import SlackSettings
from bellhop.doctor.finding import Finding
from bellhop.doctor.machine import look_at_store, look_at_url
from bellhop.doctor.slack_side import look_at_slack
from bellhop.store import Store

ROLE = "arn:aws:iam::123456789012:role/ops"
CHANNEL = Channel(name="ops", platform="slack", address="C01OPS")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def clients(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clients]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    keys = Keys(access_key="AKIDEXAMPLE", secret_key="secret")
    made = Clients(region="ap-northeast-2", endpoint=endpoint, keys=keys)
    yield made
    made.close()


class World:
    """A queue, a topic and a configuration that belong together."""

    def __init__(self, clients: Clients, folder: Path) -> None:
        name = uuid.uuid4().hex[:12]
        self.sqs, self.sns = clients.client("sqs"), clients.client("sns")
        self.url = ask(self.sqs, "create_queue", QueueName=name)["QueueUrl"]
        self.dead = ask(self.sqs, "create_queue", QueueName=f"{name}-dead")["QueueUrl"]
        self.topic = ask(self.sns, "create_topic", Name=name)["TopicArn"]
        self.arn, self.dead_arn = self.arn_of(self.url), self.arn_of(self.dead)
        self.file = folder / "bellhop.yaml"
        self.file.write_text(
            f"store: {{url: 'sqlite:///{folder}/bellhop.db'}}\n"
            f"aws: {{endpoint: '{clients.endpoint}', region: ap-northeast-2}}\n"
            f"intake: {{sqs: [{{url: '{self.url}', region: ap-northeast-2}}]}}\n"
            f"channels: {{ops: {{platform: web, topics: ['{self.topic}'], role: '{ROLE}'}}}}\n"
        )

    def arn_of(self, url: str) -> str:
        got = ask(self.sqs, "get_queue_attributes", QueueUrl=url, AttributeNames=["QueueArn"])
        return str(got["Attributes"]["QueueArn"])

    def put_right(self) -> None:
        statement = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage"}
        policy = {"Version": "2012-10-17", "Statement": [{**statement, "Resource": self.arn}]}
        redrive = {"deadLetterTargetArn": self.dead_arn, "maxReceiveCount": "1000"}
        attributes = {"Policy": json.dumps(policy), "RedrivePolicy": json.dumps(redrive)}
        ask(self.sqs, "set_queue_attributes", QueueUrl=self.url, Attributes=attributes)
        lost = {"RedrivePolicy": json.dumps({"deadLetterTargetArn": self.dead_arn})}
        ask(self.sns, "subscribe", TopicArn=self.topic, Protocol="sqs", Endpoint=self.arn, Attributes=lost)

    async def examine(self) -> tuple[int, list[dict[str, Any]]]:
        words = ["-c", str(self.file), "--json"]
        result = await asyncio.to_thread(CliRunner().invoke, command, words, standalone_mode=False)
        assert result.exception is None
        return int(result.return_value or 0), [json.loads(line) for line in result.output.splitlines()]


@pytest.fixture
def world(clients: Clients, tmp_path: Path) -> World:
    return World(clients, tmp_path)


def wrong(findings: list[dict[str, Any]]) -> str:
    assert all(found["fix"] for found in findings if found["state"] == "bad")
    return "\n".join(f"{found['state']}: {found['says']}" for found in findings if found["state"] != "good")


async def test_a_world_that_is_right(world: World) -> None:
    world.put_right()
    code, findings = await world.examine()
    assert wrong(findings) == ""
    assert code == 0
    said = "\n".join(found["says"] for found in findings)
    for part in ("can be assumed", "can be read", "leads here by sqs", "is made at the first start", "clock is right"):
        assert part in said


async def test_what_is_not_subscribed_and_lets_nobody_in(world: World) -> None:
    code, findings = await world.examine()
    assert code == 1
    for part in ("lets no topic send", "no queue for undelivered", "no subscription of"):
        assert part in wrong(findings)


async def test_what_lies_undelivered(world: World) -> None:
    world.put_right()
    ask(world.sqs, "send_message", QueueUrl=world.dead, MessageBody="lost")
    code, findings = await world.examine()
    assert code == 1
    assert "1 messages lie undelivered" in wrong(findings)


async def test_what_is_not_there(world: World) -> None:
    world.put_right()
    ask(world.sqs, "delete_queue", QueueUrl=world.url)
    ask(world.sns, "delete_topic", TopicArn=world.topic)
    _, findings = await world.examine()
    assert "can't be read" in wrong(findings)
    assert "there is no topic" in wrong(findings)


async def test_the_words_for_people(world: World) -> None:
    result = await asyncio.to_thread(CliRunner().invoke, command, ["-c", str(world.file)], standalone_mode=False)
    assert "XX  sns" in result.output
    assert "fix: subscribe" in result.output
    assert "wrong" in result.output.splitlines()[-1]


def slack(pretend: PretendSlack) -> SlackSettings:
    return SlackSettings.model_construct(
        bot_token=pretend.token, app_token=pretend.app_token, mode="socket", api=pretend.base_url
    )


def said(findings: list[Finding], *states: str) -> str:
    return "\n".join(found.says for found in findings if found.state in states)


async def test_a_slack_that_is_right() -> None:
    async with PretendSlack() as pretend:
        findings = await look_at_slack(slack(pretend), [CHANNEL])
    assert said(findings, "bad", "doubt") == ""
    assert "the app is in #ops" in said(findings, "good")


@pytest.mark.parametrize(
    ("about", "says"),
    [({"is_member": False}, "the app is not in #ops"), ({"is_archived": True}, "#ops is archived")],
)
async def test_a_channel_that_takes_nothing(about: dict[str, Any], says: str) -> None:
    async with PretendSlack(about=about) as pretend:
        assert says in said(await look_at_slack(slack(pretend), [CHANNEL]), "bad")


async def test_an_unknown_channel_a_lacking_scope_and_bad_tokens() -> None:
    async with PretendSlack(channels=[], scopes="chat:write") as pretend:
        found = said(await look_at_slack(slack(pretend), [CHANNEL]), "bad")
        assert "knows no channel C01OPS" in found
        assert "lacks the scope app_mentions:read" in found
        settings, pretend.app_token = slack(pretend), "xapp-new"
        assert "app_token" in said(await look_at_slack(settings, []), "bad")
        pretend.token = "xoxb-new"
        assert "slack.bot_token" in said(await look_at_slack(settings, [CHANNEL]), "bad")
        pretend.fail("auth.test", Fault(reset=True))
        assert "can't be reached" in said(await look_at_slack(settings, [CHANNEL]), "bad")


def test_stores_that_can_not_be_used(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bellhop.db"
    store = Store(url)
    store.open()
    store.close()
    assert "up to date" in said(look_at_store(url), "good")
    for revision, says in (("0001", "migrations"), ("9999", "newer Bellhop")):
        store = Store(url)
        with store.engine.begin() as connection:
            connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
        store.close()
        assert says in said(look_at_store(url), "bad", "doubt")
    (tmp_path / "bellhop.db").write_bytes(b"this is no database" * 100)
    assert "can't be read" in said(look_at_store(url), "bad")
    assert "is not there" in said(look_at_store(f"sqlite:///{tmp_path}/no/bellhop.db"), "bad")


def test_a_postgresql_that_is_not_there() -> None:
    (found,) = look_at_store("postgresql+psycopg://bellhop:hidden@127.0.0.1:1/bellhop")
    assert found.state == "bad"
    assert "hidden" not in found.says


async def test_a_public_address_that_leads_elsewhere(endpoint: str) -> None:
    for url, says in ((endpoint, "not as Bellhop does"), ("http://127.0.0.1:1", "can't be reached")):
        found = await look_at_url(url)
        assert found
        assert says in found.says
    assert await look_at_url("") is None

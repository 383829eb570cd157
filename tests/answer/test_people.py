"""People: roles of their own, Slack's groups, and elevations that somebody else approves and that end by themselves."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from bellhop.answer import Answer
from bellhop.cli._guardrail_tests import run_tests
from bellhop.command import Command, Outcome, Verdict
from bellhop.config import load_config
from bellhop.errands import Errands
from bellhop.errors import ConfigError, DeliveryError
from bellhop.guards import read_guards
from bellhop.people_book import TRUSTED, PeopleBook
from bellhop.store import Store
from bellhop.store.chat_tables import trail
from bellhop.store.standings import elevations

from .conftest import GRAMMAR, Aws, Room, Said

ROLE = "arn:aws:iam::111122223333:role/"
SETTINGS: dict[str, Any] = {
    "channels": {
        "ops": {"platform": "web", "region": "us-east-1", "role": f"{ROLE}channel"},
        "strict": {"platform": "web", "region": "us-east-1", "role": f"{ROLE}channel", "user_roles": "required"},
    },
    "users": {
        "minji": {"web": "minji", "slack": "U0MINJI", "role": f"{ROLE}minji", "roles": [f"{ROLE}oncall"]},
        "jun": {"web": "jun"},
    },
    "groups": {"sre": {"people": ["hana"], "slack": "S0123", "roles": [f"{ROLE}sre"]}},
    "elevations": {
        "write": {
            "guardrails": [
                {
                    "policy": {
                        "Version": "2012-10-17",
                        "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}],
                    }
                }
            ],
            "approvers": ["sre", "minji"],
        },
        "breakglass": {"role": f"{ROLE}breakglass", "approvers": ["*"], "most": "15m", "channels": ["ops"]},
    },
}
PURGE = "sqs purge-queue --queue-url https://sqs.us-east-1.amazonaws.com/111122223333/jobs"


@dataclass
class Roles(Aws):
    """An AWS that keeps which role and session every call came as."""

    sessions: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])

    async def run(self, command: Command, *, role: str = "", session_name: str = "", **more: Any) -> Outcome:
        policy = more.get("policy")
        self.sessions.append((role, session_name, policy.document if policy else ""))
        return await super().run(command, role=role, session_name=session_name, **more)


def configured(folder: Path, **more: Any) -> Any:
    file = folder / "bellhop.yaml"
    file.write_text(yaml.safe_dump({**SETTINGS, **more}))
    return load_config(file)


async def in_slack(group: str) -> frozenset[str]:
    assert group == "S0123"
    return frozenset({"sora"})


def open_room(store: Store, folder: Path, **more: Any) -> Room:
    config, aws = configured(folder, **more), Roles()
    book = PeopleBook(config.build_people(), store, in_slack)
    guards = read_guards(config, lambda _, __: "")
    errands = Errands(GRAMMAR, aws, aws, guards, standings=book)  # type: ignore[arg-type]  # they stand in for AWS
    channels = config.build_channels()
    return Room(store=store, aws=aws, answer=Answer(store, channels, errands, lambda: None), channels=channels)


@pytest.fixture
async def room(store: Store, tmp_path: Path) -> AsyncIterator[Room]:
    room = open_room(store, tmp_path)
    await room.answer._desk.errands.rights.standings.refresh()  # type: ignore[attr-defined]  # as App does
    yield room
    await room.answer.stop()


def sessions(room: Room) -> list[tuple[str, str]]:
    assert isinstance(room.aws, Roles)
    return [(role.removeprefix(ROLE), name) for role, name, _ in room.aws.sessions]


async def elevated(room: Room, text: str = "elevate write 30m because the hotfix", *, by: str = "hana") -> Said:
    asked = await room.ask(text, user="jun")
    return await room.pressed(asked, "elevation", "Approve", user=by)


async def test_people_run_as_their_own_role_and_others_as_the_channels(room: Room) -> None:
    await room.ask("sqs list-queues", user="minji")
    await room.ask("sqs list-queues", user="jun")
    assert sessions(room) == [("minji", "bellhop-web-minji"), ("channel", "bellhop-web-jun")]


async def test_switch_role_takes_one_that_is_offered_for_oneself_in_this_channel(room: Room) -> None:
    shown = await room.ask("switch-role")
    assert [one.label for one in shown.message.actions] == ["oncall"]
    taken = await room.pressed(shown, "switch-role", "oncall")
    assert taken.message.title == "Your commands here run as oncall."
    await room.ask("sqs list-queues")
    await room.ask("sqs list-queues", channel="strict")
    await room.ask("switch-role none")
    await room.ask("sqs list-queues")
    assert [role for role, _ in sessions(room)] == ["oncall", "minji", "minji"]


@pytest.mark.parametrize(("user", "role"), [("jun", "oncall"), ("minji", "sre"), ("jun", f"{ROLE}minji")])
async def test_nobody_takes_a_role_that_is_not_offered_to_them(room: Room, user: str, role: str) -> None:
    assert "is offered to you here" in (await room.ask(f"switch-role {role}", user=user)).text
    await room.ask("sqs list-queues", user=user)
    assert sessions(room)[0][0] in {"channel", "minji"}


async def test_groups_offer_roles_those_of_slack_too(room: Room) -> None:
    for user in ("hana", "sora"):
        assert "run as sre" in (await room.ask("switch-role sre", user=user)).text


async def test_a_choice_that_is_offered_no_more_counts_no_more(store: Store, tmp_path: Path, room: Room) -> None:
    await room.ask("switch-role oncall")
    users = {"minji": {"web": "minji", "role": f"{ROLE}minji"}}
    later = open_room(store, tmp_path, users=users, elevations={})
    await later.ask("sqs list-queues")
    assert sessions(later) == [("minji", "bellhop-web-minji")]
    await later.answer.stop()


async def test_where_everybody_needs_a_role_nothing_runs_without(room: Room) -> None:
    refused = await room.ask("sqs list-queues", user="jun", channel="strict")
    assert "everybody in strict needs a role of their own" in refused.text
    offered = await room.ask("sqs list-queues", user="hana", channel="strict")
    assert "switch-role sre" in offered.text
    await room.ask("sqs list-queues", user="minji", channel="strict")
    assert sessions(room) == [("minji", "bellhop-web-minji")]


async def test_an_elevation_is_approved_by_another_shown_and_ends_by_itself(room: Room) -> None:
    assert "I may not run" in (await room.ask(PURGE, user="jun")).text
    asked = await room.ask("elevate write 30m because the hotfix", user="jun")
    assert asked.message.title == "@jun asks to be elevated to write for 30m."
    assert "the hotfix" in asked.text
    assert await room.press(asked, "elevation", "Approve", user="jun") == "Nobody approves their own request."
    assert await room.press(asked, "elevation", "Approve", user="eve") == "Only sre, minji may answer this."
    granted = await room.pressed(asked, "elevation", "Approve", user="hana")
    assert granted.replaces == asked.id
    assert "@jun is elevated to write until" in granted.message.title
    assert "answered already" in await room.press(asked, "elevation", "Refuse", user="minji")
    question = await room.ask(PURGE, user="jun")
    done = await room.pressed(question, "run", user="jun")
    assert "(elevated to write until " in done.message.title
    assert "I may not run" in (await room.ask(PURGE, user="eve")).text, "it is a person's own"
    assert "I may not run" in (await room.ask(PURGE, user="jun", channel="strict")).text, "it is this channel's"
    assert [row[3] for row in (await room.ask("elevations", user="eve")).message.blocks[0].rows] != []  # type: ignore[union-attr]
    before = len(await room.all())
    await room.answer.tick(datetime.now(UTC) + timedelta(minutes=31))
    over = await room.next(before)
    assert over.message.title == "@jun is no longer elevated to write."
    await room.answer.tick(datetime.now(UTC) + timedelta(minutes=32))
    assert len(await room.all()) == before + 1
    assert "I may not run" in (await room.ask(PURGE, user="jun")).text


async def test_what_is_over_counts_no_more_before_anybody_says_so(room: Room) -> None:
    await elevated(room)
    past = datetime.now(UTC) - timedelta(seconds=1)
    await room.store.write(lambda c: c.execute(elevations.update().values(expires=past)))
    assert "I may not run" in (await room.ask(PURGE, user="jun")).text


async def test_a_question_is_decided_anew_after_the_end(room: Room) -> None:
    await elevated(room)
    question = await room.ask(PURGE, user="jun")
    await room.ask("elevate end", user="jun")
    assert "I may not run" in (await room.pressed(question, "run", user="jun")).text
    assert room.aws.asked == []


async def test_a_levels_role_and_policies_hold_in_the_session_and_not_longer(room: Room) -> None:
    await elevated(room, "elevate breakglass because the database is down")
    await room.ask("sqs list-queues", user="jun")
    await elevated(room)
    await room.ask("sqs list-queues", user="jun")
    await room.ask("elevate end", user="jun")
    await room.ask("sqs list-queues", user="jun")
    assert [role for role, _ in sessions(room)] == ["breakglass", "channel", "channel"]
    assert isinstance(room.aws, Roles)
    documents = [json.dumps(policy) for _, _, policy in room.aws.sessions]
    assert ["sqs:*" in one for one in documents] == [False, True, False]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("elevate write 30m", "A reason is needed."),
        ("elevate write 3h because", "at most"),
        ("elevate root 30m because I can", "I don't know the level 'root'."),
        ("elevate end", "You are not elevated here."),
        ("elevate", "approved by sre, minji"),
        ("elevations", "Nobody is elevated here."),
    ],
)
async def test_what_is_said_wrong_is_told(room: Room, text: str, says: str) -> None:
    assert says in (await room.ask(text, user="jun")).text


async def test_refused_or_left_alone_nobody_is_elevated(room: Room) -> None:
    asked = await room.ask("elevate write because I like to", user="jun")
    refused = await room.pressed(asked, "elevation", "Refuse", user="minji")
    assert refused.message.title == "@minji refused: @jun is not elevated to write."
    asked = await room.ask("elevate write because I need to", user="jun")
    before = len(await room.all())
    await room.answer.tick(datetime.now(UTC) + timedelta(minutes=16))
    assert "Nobody answered @jun" in (await room.next(before)).message.title
    assert "expired" in await room.press(asked, "elevation", "Approve", user="hana")
    assert "I may not run" in (await room.ask(PURGE, user="jun")).text


async def test_a_person_is_one_on_every_platform(room: Room) -> None:
    asked = await room.ask("elevate write because the hotfix", user="U0MINJI")
    assert await room.press(asked, "elevation", "Approve", user="minji") == "Nobody approves their own request."


async def test_it_stands_in_the_audit_trail(room: Room) -> None:
    await elevated(room)
    await room.ask("elevate end", user="jun")
    rows = await room.store.read(lambda c: c.execute(select(trail.c.body).order_by(trail.c.id)).scalars().all())
    told = [json.loads(row) for row in rows if '"elevation"' in row]
    assert [(one["decision"], one["user"]) for one in told] == [("asked", "jun"), ("granted", "hana"), ("ended", "jun")]
    assert all("because the hotfix" in one["text"] for one in told)


async def test_a_slack_group_is_unknown_until_slack_tells_and_when_it_is_too_old(store: Store, tmp_path: Path) -> None:
    now, people, broken = [0.0], frozenset({"sora"}), [True]

    async def ask(_: str) -> frozenset[str]:
        if broken[0]:
            raise DeliveryError("missing_scope")
        return people

    config = configured(tmp_path)
    book, channel = PeopleBook(config.build_people(), store, ask, clock=lambda: now[0]), config.build_channels()[0]
    assert not await book.refresh()
    assert (await book.of(channel, "sora")).unsure
    broken[0] = False
    assert await book.refresh()
    standing = await book.of(channel, "sora")
    assert (standing.groups, standing.unsure) == (("sre",), False)
    broken[0], now[0] = True, TRUSTED + 1
    assert not await book.refresh()
    standing = await book.of(channel, "sora")
    assert (standing.groups, standing.unsure) == ((), True)


@pytest.mark.parametrize(("effect", "verdict"), [("Allow", Verdict.DENY), ("Deny", Verdict.DENY)])
def test_what_depends_on_a_group_that_is_not_known_is_not_guessed(
    tmp_path: Path, effect: str, verdict: Verdict
) -> None:
    about = {"StringEquals": {"bellhop:Group": "sre"}} if effect == "Allow" else {"Null": {"bellhop:Group": "true"}}
    statements = [{"Effect": effect, "Action": "sqs:*", "Resource": "*", "Condition": about}]
    if effect == "Deny":
        statements.append({"Effect": "Allow", "Action": "sqs:*", "Resource": "*"})
    policy = {"policy": {"Version": "2012-10-17", "Statement": statements}}
    channels = {**SETTINGS["channels"], "ops": {**SETTINGS["channels"]["ops"], "guardrails": [policy]}}
    config = configured(tmp_path, channels=channels)
    guards, command = read_guards(config, lambda _, __: ""), GRAMMAR.parse("sqs list-queues")
    asker = guards.asker(config.build_channels()[0], "sora", region="us-east-1")
    decision = guards.decide(command, GRAMMAR.model(command), asker)
    assert (decision.verdict, "bellhop:Group can't be known" in decision.because) == (verdict, True)


def test_guardrail_tests_suppose_groups_and_elevations(tmp_path: Path) -> None:
    plain = {"channel": "ops", "command": PURGE}
    tests = [
        {**plain, "expect": "deny"},
        {**plain, "expect": "confirm", "elevation": "write"},
        {**plain, "expect": "deny", "group": "sre"},
    ]
    results = run_tests(configured(tmp_path, guardrail_tests=tests))
    assert [result.passed for result in results] == [True, True, True]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (
            {"user_roles": "required", "channels": {"ops": {"platform": "web", "user_roles": "optional"}}},
            "holds for all",
        ),
        ({"users": {"a": {"web": "x"}, "b": {"web": "x"}}}, "is b already"),
        ({"users": {"a": {}}}, "wanted the person's id"),
        ({"users": {"a": {"web": "a", "role": [f"{ROLE}a", f"{ROLE}b"]}}}, "two roles in account 111122223333"),
        ({"elevations": {"x": {"role": f"{ROLE}x", "approvers": ["nobody"]}}}, "stands neither under"),
        ({"elevations": {"x": {"approvers": ["*"]}}}, "wanted what it adds"),
        ({"elevations": {"x": {"role": f"{ROLE}x", "approvers": ["*"], "channels": ["y"]}}}, "no channel 'y'"),
        ({"elevations": {"x": {"role": f"{ROLE}x", "approvers": ["*"], "most": "2d"}}}, "between 1m and 12h"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, more: dict[str, Any], says: str) -> None:
    plain: dict[str, Any] = {"users": {}, "groups": {}, "elevations": {}, **more}
    with pytest.raises(ConfigError, match=r"bellhop\.yaml") as caught:
        configured(tmp_path, **plain)
    assert says in str(caught.value)

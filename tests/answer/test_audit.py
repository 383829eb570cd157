"""Whatever runs is in the audit trail, on disk, before it runs; and the trail says how it went."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bellhop.command import Command, Outcome
from bellhop.errors import AwsRefused
from bellhop.store import Store
from bellhop.store.trail import Wanted, search, verify

from .conftest import Room

INVOKE = "lambda invoke --function-name one"
WORD = "hunter2-Hunter2"


def on_disk(file: Path) -> list[dict[str, Any]]:
    """The records as another process sees them."""
    with sqlite3.connect(file) as connection:
        return [json.loads(body) for (body,) in connection.execute("SELECT body FROM trail ORDER BY id")]


def watching(file: Path, seen: list[list[dict[str, Any]]], says: Any = None) -> Callable[[Command], Any]:
    """An AWS that looks at what is on disk when it is called."""

    def called(_: Command) -> Any:
        seen.append(on_disk(file))
        return says if says is not None else {}

    return called


async def trail(store: Store) -> list[dict[str, Any]]:
    assert (await store.read(lambda c: verify(c, datetime.now(UTC)))).problem == ""
    return await store.read(lambda c: list(search(c, Wanted())))


async def test_a_command_is_on_disk_before_it_runs(room: Room, tmp_path: Path) -> None:
    seen: list[list[dict[str, Any]]] = []
    room.aws.says = watching(tmp_path / "bellhop.db", seen)
    await room.ask("@aws lambda get-function --function-name one")
    await room.idle()
    (before,) = seen
    (asked,) = before
    assert (asked["event"], asked["service"], asked["operation"]) == ("asked", "lambda", "GetFunction")
    assert asked["typed"] == "lambda get-function --function-name one"
    assert asked["parameters"] == {"FunctionName": "one"}
    assert (asked["user"], asked["channel"], asked["platform"]) == ("minji", "ops", "web")
    assert (asked["decision"], asked["access"], asked["region"]) == ("allow", "read", "ap-northeast-2")
    assert asked["actions"] == ["lambda:GetFunction"]


async def test_what_came_of_it_has_ids_and_place_and_time(room: Room) -> None:
    room.aws.says = lambda _: Outcome(
        account="210987654321", region="eu-west-1", role="arn:aws:iam::210987654321:role/r", requests=("r-1", "r-2")
    )
    await room.ask("lambda list-functions")
    await room.idle()
    ended = (await trail(room.store))[-1]
    assert (ended["event"], ended["outcome"], ended["requests"]) == ("ended", "ok", ["r-1", "r-2"])
    assert (ended["account"], ended["region"]) == ("210987654321", "eu-west-1")
    assert ended["role"].endswith("role/r")
    assert 0 <= ended["seconds"] < 20


async def test_a_refusal_has_awss_code_and_request_id(room: Room) -> None:
    room.aws.says = lambda _: AwsRefused("AccessDenied", "no", request_id="r-9")
    await room.ask("lambda list-functions")
    await room.idle()
    ended = (await trail(room.store))[-1]
    assert (ended["outcome"], ended["requests"]) == ("AccessDenied", ["r-9"])


async def test_a_yes_is_on_disk_before_what_it_starts(room: Room, tmp_path: Path) -> None:
    seen: list[list[dict[str, Any]]] = []
    room.aws.says = watching(tmp_path / "bellhop.db", seen)
    question = await room.ask(INVOKE)
    await room.pressed(question, "run")
    await room.idle()
    assert [one["event"] for one in seen[0]] == ["asked", "answered"]
    assert (seen[0][1]["user"], seen[0][1]["answer"]) == ("minji", "run")
    assert [one["event"] for one in await trail(room.store)] == ["asked", "answered", "ended"]


async def test_a_no_is_written_too(room: Room) -> None:
    question = await room.ask(INVOKE)
    await room.pressed(question, "cancel")
    await room.idle()
    records = await trail(room.store)
    assert [one["event"] for one in records] == ["asked", "answered", "ended"]
    assert (records[1]["answer"], records[2]["outcome"]) == ("cancel", "cancelled")


async def test_looks_besides_are_on_disk_before_they_run(room: Room, tmp_path: Path) -> None:
    seen: list[list[dict[str, Any]]] = []
    room.aws.says = watching(tmp_path / "bellhop.db", seen, {"Functions": [{"FunctionName": "one"}]})
    await room.ask("lambda get-function")  # the form's values are looked up
    await room.idle()
    called = seen[0][-1]
    assert (called["event"], called["operation"]) == ("called", "ListFunctions")
    returned = (await trail(room.store))[-1]
    assert (returned["event"], returned["outcome"], returned["id"]) == ("returned", "ok", called["id"])


async def test_each_look_of_a_watch_is_on_disk_before_it_runs(room: Room, tmp_path: Path) -> None:
    seen: list[list[dict[str, Any]]] = []
    room.aws.says = watching(tmp_path / "bellhop.db", seen, {"Configuration": {"State": "Active"}})
    await room.say("watch lambda get-function --function-name f until \"Configuration.State == 'Active'\"")
    await room.until(lambda said: any("it is so" in one.text for one in said))
    await room.idle()
    assert [one["event"] for one in seen[0]] == ["asked", "called"]
    assert seen[0][1]["parameters"] == {"FunctionName": "f"}


async def test_the_next_page_is_on_disk_before_it_is_fetched(room: Room, tmp_path: Path) -> None:
    room.aws.says = lambda _: Outcome(
        account="1" * 12, region="r", answer={"Functions": []}, items=(1, 6), next_token="t"
    )
    first = await room.ask("lambda list-functions")
    await room.idle()
    seen: list[list[dict[str, Any]]] = []
    room.aws.says = watching(tmp_path / "bellhop.db", seen)
    await room.pressed(first, "page")
    await room.idle()
    assert [one["event"] for one in seen[0]] == ["asked", "ended", "asked"]
    assert seen[0][2]["operation"] == "ListFunctions"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"rds modify-db-instance --db-instance-identifier d --master-user-password {WORD}", "modify-db-instance"),
        (f"rds modify-db-instances --master-user-password {WORD}", "modify-db-instances"),
        (f"alias create x rds modify-db-instance --master-user-password {WORD}", "alias create x"),
        (f"my password is {WORD}", "my password is"),
        (f'lambda invoke --function-name f --payload \'{{"password": "{WORD}", "a": 1}}\'', '"a": 1'),
    ],
)
async def test_no_secret_is_in_the_trail(room: Room, tmp_path: Path, text: str, kept: str) -> None:
    await room.ask(f"@aws {text}")
    await room.idle()
    records = await trail(room.store)
    assert kept in records[0]["typed"]
    assert WORD not in json.dumps(records)

"""The world that is attacked: a configuration, its channels, an AWS that writes everything down, and people."""

from __future__ import annotations

import asyncio
import re
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from platformdirs import user_cache_path
from sqlalchemy import Connection, select, update
from tests.attack.endpoint import Asked, Endpoint
from tests.attack.recipes import Attack, Expire, Push, Say

from bellhop.answer import Answer
from bellhop.aws.call import Caller
from bellhop.aws.session import Clients, Keys
from bellhop.channel import Channel
from bellhop.command import Ask, Command, Outcome, Press
from bellhop.config import load_config
from bellhop.errands import Errands
from bellhop.guards import Guards, read_guards
from bellhop.limits import Limits
from bellhop.message import Message
from bellhop.platforms.text import render
from bellhop.store import Store
from bellhop.store.chat_tables import tickets
from bellhop.store.messages import load_message
from bellhop.store.tables import deliveries, questions, receipts
from bellhop.syntax import Grammar
from bellhop.syntax.models import Models

_HOME = "arn:aws:lambda:*:111122223333:function:open-*"
_LOOKS = ["lambda:ListFunctions", "ec2:DescribeInstances", "sqs:ListQueues", "logs:DescribeLogGroups"]


def _allow(actions: list[str], resource: str = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resource}


def _policy(*statements: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"policy": {"Version": "2012-10-17", "Statement": list(statements)}}]


_FUNCTIONS = _allow(["lambda:GetFunction", "lambda:InvokeFunction", "lambda:DeleteFunction"], _HOME)
_SECRETS = {"Effect": "Deny", "Action": "*", "Resource": ["arn:aws:lambda:*:*:*secret*", "arn:aws:s3:::*secret*"]}
_ELSEWHERE = {
    "Effect": "Deny",
    "Action": "*",
    "Resource": "*",
    "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["us-east-1", "ap-northeast-2"]}},
}
OPS = _policy(
    _allow([*_LOOKS, "ec2:StopInstances"]),
    _allow(["s3:ListBucket"], "arn:aws:s3:::open-*"),
    _FUNCTIONS,
    _SECRETS,
    _ELSEWHERE,
)
_SMALL = _policy(_allow(["lambda:ListFunctions"]), _ELSEWHERE)
_ROLE = "arn:aws:iam::{}:role/{}"
CHANNELS: dict[str, dict[str, Any]] = {
    "ops": {"role": _ROLE.format("111122223333", "ops"), "guardrails": OPS},
    "other": {"role": _ROLE.format("111122223333", "other"), "guardrails": _SMALL},
    "shut": {"role": _ROLE.format("111122223333", "shut"), "guardrails": OPS, "commands": False},
    "many": {
        "accounts": [{"account": one, "role": _ROLE.format(one, "many")} for one in ("111122223333", "444455556666")],
        "guardrails": OPS,
    },
}

# What may reach AWS, as whoever wrote the policies above would say it: by role, operation, target and region.
_LOOKING = frozenset({"ListFunctions", "DescribeInstances", "ListQueues", "DescribeLogGroups"})
CHANGING = frozenset({"Invoke", "DeleteFunction", "StopInstances"})
_REGIONS = frozenset({"us-east-1", "ap-northeast-2"})
_OPEN = re.compile(r"(?:(?:arn:aws:lambda:[a-z0-9-]+:)?111122223333:function:)?open-.*", re.DOTALL)
_BESIDES = frozenset({"AssumeRole", "GetCallerIdentity"})


def forbidden(asked: Asked) -> bool:
    """Whether a request is one that no policy of this world allows."""
    if not asked.role:
        return asked.operation not in _BESIDES
    name, home = asked.role.rpartition("/")[2], "111122223333" in asked.role
    if asked.region not in _REGIONS or "secret" in asked.target:
        return True
    if asked.operation == "ListFunctions":
        return name == "shut"
    if name not in {"ops", "many"}:
        return True
    if asked.operation in {"GetFunction", "Invoke", "DeleteFunction"}:
        return not (home and _OPEN.fullmatch(asked.target))
    if asked.operation == "ListObjectsV2":
        return not asked.target.startswith("open-")
    return asked.operation not in _LOOKING | {"StopInstances"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A command that was handed to AWS, and by whom in which channel."""

    command: Command
    session: str
    role: str


class Noting(Caller):
    """Hands commands to AWS, and notes them."""

    def __init__(self, clients: Clients) -> None:
        super().__init__(clients, threads=16, timeout=20)
        self.ran: list[Ran] = []

    async def run(self, command: Command, *, session_name: str = "", role: str = "", **more: Any) -> Outcome:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]  # the rest is handed on
        self.ran.append(Ran(command=command, session=session_name, role=role))
        return await super().run(command, session_name=session_name, role=role, **more)


class World:
    """Everything but the people.

    Args:
        folder: an empty folder for the database and bellhop.yaml.
    """

    def __init__(self, folder: Path) -> None:
        self.endpoint = Endpoint()
        shared = {"platform": "web", "region": "us-east-1"}
        file = folder / "bellhop.yaml"
        file.write_text(yaml.safe_dump({"channels": {name: {**shared, **one} for name, one in CHANNELS.items()}}))
        config = load_config(file)
        self.channels: Sequence[Channel] = config.build_channels()
        self.guards: Guards = read_guards(config, _no_policies)
        self.grammar = Grammar(Models(user_cache_path("bellhop")))
        self._folder = folder
        self.clients = Clients(
            region="us-east-1", endpoint=self.endpoint.url, keys=Keys(access_key="AKIACANARY", secret_key="canary-key")
        )
        self.caller = Noting(self.clients)

    def store(self, name: str) -> Store:
        """A database."""
        store = Store(f"sqlite:///{self._folder}/{name}.db")
        store.open()
        return store

    def answer(self, store: Store) -> Answer:
        """One more Bellhop."""
        errands = Errands(self.grammar, self.clients, self.caller, self.guards)
        return Answer(store, self.channels, errands, lambda: None, patience=20, limits=Limits(per_minute=0))


def _no_policies(arn: str, role: str) -> str:
    raise AssertionError(f"{arn} as {role}: this world has no managed policies")


class Lane:
    """Two people in all channels, and a Bellhop that hears them: its attacks come one after the other.

    Args:
        world: where they are.
        name: sets their ids apart from other lanes'.
        file: what `{file}` in a text is.
    """

    def __init__(self, world: World, name: str, file: Path) -> None:
        self._file = str(file)
        self._store = world.store(name)
        self._answer = world.answer(self._store)
        self._people = {"me": f"me-{name}", "eve": f"eve-{name}"}
        self._thread, self._last = "", ""
        self.heard: list[tuple[str, Message]] = []
        self.notices: list[str] = []

    @property
    def sessions(self) -> frozenset[str]:
        """The names of this lane's role sessions."""
        return frozenset(f"bellhop-web-{person}" for person in self._people.values())

    async def carry_out(self, attack: Attack) -> None:
        """Does an attack's steps, each after the one before is answered."""
        self._thread, self.heard, self.notices = f"t{attack.number}", [], []
        for step in attack.steps:
            match step:
                case Say():
                    await self._say(step)
                case Push():
                    await self._push(step)
                case Expire():
                    await self._store.write(_expire)
            await self._settle()

    async def close(self) -> None:
        """Ends it."""
        await self._answer.stop()
        self._store.close()

    async def _say(self, step: Say) -> None:
        if not step.again:
            self._last = str(uuid.uuid4())
        who, text = self._people[step.who], step.text.replace("{file}", self._file)
        ask = Ask(id=self._last, channel=step.channel, user=who, name=who, text=text, thread=self._thread)
        await self._answer.ask(ask)

    async def _push(self, step: Push) -> None:
        found = [
            (id_, action)
            for id_, message in reversed(self.heard)
            for action in (*message.actions, *message.others)
            if (action.name == step.name if step.name else action.name != "run")
        ]
        if not found and step.value is None:
            return
        id_, button = found[step.pick % len(found)] if found else ("1", None)
        value = button.value if button else ""
        press = Press(
            channel=step.channel,
            user=self._people[step.who],
            name=step.who,
            action=step.name or (button.name if button else ""),
            value=value if step.value is None else step.value.replace("{value}", value),
            message=id_,
            thread=self._thread,
        )
        self.notices += await asyncio.gather(*(self._answer.press(press) for _ in range(step.times)))

    async def _settle(self) -> None:
        """Waits until nothing runs, and posts what was said."""
        deadline = time.monotonic() + 60
        while self._answer.busy:
            assert time.monotonic() < deadline, "it takes too long"
            await asyncio.sleep(0.001)
        self.heard += [(str(row.seq), load_message(row.message)) for row in await self._store.write(_posted)]


def _expire(connection: Connection) -> None:
    for table in (questions, tickets):
        connection.execute(update(table).values(expires=datetime.now(UTC) - timedelta(seconds=1)))


def _posted(connection: Connection) -> list[Any]:
    rows = list(
        connection.execute(select(deliveries).where(deliveries.c.state == "pending").order_by(deliveries.c.seq))
    )
    for row in rows:
        connection.execute(update(deliveries).where(deliveries.c.seq == row.seq).values(state="sent"))
        place = {"channel": row.channel, "receipt": str(row.seq)}
        connection.execute(receipts.insert().values(delivery=row.id, posted=datetime.now(UTC), **place))
    return rows


def told(messages: Sequence[Message]) -> str:
    """All that people could read."""
    return "\n".join(f"{render(one)}\n{[(a.label, a.value) for a in one.actions]}" for one in messages)

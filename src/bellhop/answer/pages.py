"""What stands behind an answer's buttons: the rest of a list, and the log of a function."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bellhop.answer.desk import Desk, Talk
from bellhop.command import Command, Outcome, Press
from bellhop.errands import Errand
from bellhop.message import Action, Code, Message
from bellhop.reader import Reader
from bellhop.store.tickets import Ticket, find_ticket, keep_ticket, pack_command, unpack_command

EXPIRES = timedelta(minutes=15)


class Pages:
    """Keeps what an answer has no room for, on this side: tokens and logs never travel through a button.

    Args:
        desk: the audit log and the outbox.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @staticmethod
    def with_log(errand: Errand) -> Errand:
        """The same command; a function that is waited for is asked for the end of its log besides.

        https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
        """
        command = errand.command
        if not _is_invocation(command) or "LogType" in command.parameters:
            return errand
        if command.parameters.get("InvocationType", "RequestResponse") != "RequestResponse":
            return errand
        return replace(errand, command=replace(command, parameters={**command.parameters, "LogType": "Tail"}))

    async def keep(self, errand: Errand, outcome: Outcome, talk: Talk) -> tuple[Outcome, list[Action]]:
        """What is shown of an outcome, and the buttons for what is kept of it."""
        say, buttons = talk.reader.say, list[Action]()
        if outcome.next_token:
            following = replace(errand.command, starting_token=outcome.next_token)
            id_ = await self._keep("page", {**pack_command(following)}, talk)
            buttons.append(Action(label=say("Next page", "다음 페이지"), name="page", value=id_))
        if _is_invocation(errand.command) and (log := _log(outcome.answer)):
            id_ = await self._keep("log", {"text": log}, talk)
            buttons.append(Action(label=say("Show log", "로그 보기"), name="log", value=id_))
            outcome = replace(outcome, answer={k: v for k, v in outcome.answer.items() if k != "LogResult"})
        return outcome, buttons

    async def following(self, press: Press) -> Command | None:
        """The command for the next page, None if it has expired."""
        ticket = await self._find(press, "page")
        return unpack_command(ticket.body) if ticket else None

    async def log(self, press: Press, talk: Talk) -> str:
        """Shows a function's log beneath its answer; gives a notice, or empty."""
        ticket = await self._find(press, "log")
        if ticket is None:
            return expired(talk.reader)
        title = talk.reader.say("The end of the function's log:", "함수 로그의 끝부분입니다:")
        await self._desk.say(Message(title=title, blocks=(Code(text=ticket.body["text"], fold=True),)), talk.beneath())
        return ""

    async def _find(self, press: Press, kind: str) -> Ticket | None:
        now = datetime.now(UTC)
        return await self._desk.store.read(lambda c: find_ticket(c, press.value, kind, press.channel, now))

    async def _keep(self, kind: str, body: dict[str, Any], talk: Talk) -> str:
        now = datetime.now(UTC)
        ticket = Ticket(
            id=secrets.token_urlsafe(9),
            kind=kind,
            channel=talk.ask.channel,
            user=talk.ask.user,
            thread=talk.ask.thread,
            body=body,
            made=now,
            expires=now + EXPIRES,
        )
        await self._desk.store.write(lambda c: keep_ticket(c, ticket))
        return ticket.id


def expired(reader: Reader) -> str:
    """That a button's time is over."""
    return reader.say("This has expired; type the command again.", "만료되었습니다. 명령을 다시 입력하세요.")


def _is_invocation(command: Command) -> bool:
    return (command.service, command.operation) == ("lambda", "Invoke") and not command.output and not command.query


def _log(answer: Mapping[str, Any]) -> str:
    try:
        return base64.b64decode(answer.get("LogResult", ""), validate=True).decode("utf-8", "replace").strip()
    except (binascii.Error, TypeError):
        return ""

"""The third loop: what people say is answered. Every command is in the audit log before it runs."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime, timedelta

import structlog

from bellhop.builtins import Call, find_builtin
from bellhop.channel import Channel
from bellhop.command import Access, Ask, Command, Decision, Press, Verdict
from bellhop.delivery import Delivery
from bellhop.errands import Errand, Errands
from bellhop.errors import AwsRefused, BellhopError, Busy, Denied, NotUnderstood
from bellhop.message import Message, Text
from bellhop.metrics import COMMAND_SECONDS, COMMANDS
from bellhop.reader import Reader
from bellhop.store import Store
from bellhop.store.fates import message_at
from bellhop.store.ledger import Claim, claim_question, keep_question, note_command, note_outcome
from bellhop.store.outbox import add_delivery
from bellhop.syntax.chat import normalise

_EXPIRES = timedelta(minutes=15)
_PATIENCE = 1.5
_AT_ONCE = 5
_NOT_A_COMMAND = Decision(verdict=Verdict.DENY, because="not understood", access=Access.UNKNOWN, actions=())
_log = structlog.get_logger(__name__)


class Answer:
    """Hears asks and presses, and puts what comes of them into the outbox.

    Args:
        store: where the audit log, the questions and the outbox are.
        channels: all configured channels.
        errands: understands and runs commands.
        wake: called after an answer was put into the outbox.
    """

    def __init__(self, store: Store, channels: Sequence[Channel], errands: Errands, wake: Callable[[], None]) -> None:
        self._store = store
        self._channels = {channel.name: channel for channel in channels}
        self._places = {(channel.platform, channel.address or channel.name): channel for channel in channels}
        self._errands = errands
        self._wake = wake
        self._tasks: set[asyncio.Task[None]] = set()
        self._running: dict[str, int] = {}

    def channel_at(self, platform: str, address: str) -> Channel | None:
        """The configured channel at a platform's address."""
        return self._places.get((platform, address))

    async def ask(self, ask: Ask) -> None:
        """Answers a text in the background."""
        self._start(self._answer(ask), ask)

    async def press(self, press: Press) -> str:
        """Does what a button says; gives a notice for the presser's eyes, or empty."""
        channel = self._channels.get(press.channel)
        if channel is None:
            return ""
        try:
            return await self._pressed(press, channel)
        except BellhopError as error:
            return str(error)

    async def stop(self) -> None:
        """Waits a little for running commands, then lets go of them."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=5)
            for task in late:
                task.cancel()

    def _start(self, work: Coroutine[None, None, None], ask: Ask) -> None:
        task = asyncio.create_task(self._guarded(work, ask))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # it is in the log; asyncio need not report it again

    async def _guarded(self, work: Coroutine[None, None, None], ask: Ask) -> None:
        """Nobody is left without an answer, whatever went wrong."""
        channel = self._channels[ask.channel]
        try:
            try:
                await work
            except BellhopError as error:
                _log.warning("answer.failed", ask=ask.id, error=str(error))
                await self._say(self._errands.refuse(error, channel), ask)
            except Exception:
                _log.exception("answer.failed", ask=ask.id)
                await self._say(self._errands.refuse(_sorry(ask, channel), channel), ask)
                raise
        except Busy as error:
            _log.error("answer.lost", ask=ask.id, error=error.message)

    async def _answer(self, ask: Ask) -> None:
        channel = self._channels[ask.channel]
        if not channel.commands:
            raise _switched_off(channel)
        text = normalise(ask.text)
        builtin = find_builtin(text)
        if builtin:
            module, rest = builtin
            reader = Reader(locale=channel.locale, timezone=channel.timezone)
            call = Call(rest=rest, ask=ask, channel=channel, reader=reader, errands=self._errands, store=self._store)
            await self._say(await module.answer(call), ask)
            return
        try:
            errand = await self._errands.understand(ask.text)
        except NotUnderstood as error:
            if await self._note(ask, f"({error.kind})", None, _NOT_A_COMMAND):
                await self._finish(ask.id, Verdict.DENY, error.kind)
                await self._say(self._errands.refuse(error, channel), ask)
            return
        if not await self._note(ask, errand.text, errand.command, errand.decision):
            return
        match errand.decision.verdict:
            case Verdict.ALLOW:
                await self._run(errand, ask, channel, replaces="")
            case Verdict.CONFIRM | Verdict.APPROVE:
                await self._ask_first(errand, ask, channel)
            case Verdict.DENY:
                await self._deny(errand, ask, channel)

    async def _ask_first(self, errand: Errand, ask: Ask, channel: Channel) -> None:
        now = datetime.now(UTC)
        await self._store.write(lambda c: keep_question(c, ask, errand.command, now, now + _EXPIRES))
        await self._say(await self._errands.ask_first(errand, channel, ask.id), ask)

    async def _deny(self, errand: Errand, ask: Ask, channel: Channel) -> None:
        await self._finish(ask.id, Verdict.DENY, "denied")
        error = Denied(f"I may not run {errand.text}.", because=errand.decision.because)
        await self._say(self._errands.refuse(error, channel), ask)

    async def _run(self, errand: Errand, ask: Ask, channel: Channel, *, replaces: str) -> None:
        started = asyncio.get_running_loop().time()
        if self._running.get(ask.user, 0) >= _AT_ONCE:
            await self._finish(ask.id, errand.decision.verdict, "too-many")
            raise Busy(f"You have {_AT_ONCE} commands running already.", fix="wait for one of them to end")
        self._running[ask.user] = self._running.get(ask.user, 0) + 1
        outcome = "failed"
        try:
            message = await self._errands.run(errand, channel, ask.user, ask.name)
            outcome = "ok"
        except BellhopError as error:
            outcome = error.code if isinstance(error, AwsRefused) else type(error).__name__
            message = self._errands.refuse(error, channel)
        finally:
            self._running[ask.user] -= 1
            if not self._running[ask.user]:
                del self._running[ask.user]
            await asyncio.shield(self._finish(ask.id, errand.decision.verdict, outcome))
            COMMAND_SECONDS.observe(asyncio.get_running_loop().time() - started)
        await self._say(message, ask, replaces=replaces)

    async def _pressed(self, press: Press, channel: Channel) -> str:
        say = Reader(locale=channel.locale).say
        match press.action:
            case "more" | "less":
                return await self._fold(press, expanded=press.action == "more")
            case "say" if channel.commands:
                await self.ask(_ask_of(press, str(uuid.uuid4()), press.value))
                return ""
            case "run" | "cancel":
                return await self._answered(press, channel)
            case _:
                return say("I don't know this button any more.", "더 이상 쓰이지 않는 버튼입니다.")

    async def _fold(self, press: Press, *, expanded: bool) -> str:
        found = await self._store.read(lambda c: message_at(c, press.channel, press.message))
        if found is None:
            return ""
        kind, message = found
        await self._put(
            Delivery(
                id=str(uuid.uuid4()),
                channel=press.channel,
                type=kind,
                message=message,
                replaces=press.message,
                expanded=expanded,
            )
        )
        return ""

    async def _answered(self, press: Press, channel: Channel) -> str:
        now = datetime.now(UTC)
        claim: Claim = await self._store.write(
            lambda c: claim_question(c, press.value, press.channel, press.user, press.action, now)
        )
        if claim.command is None:
            return _why_not(claim.refusal, Reader(locale=channel.locale))
        ask = _ask_of(press, press.value, "")
        self._start(self._go_on(claim.command, press, ask, channel), ask)
        return ""

    async def _go_on(self, command: Command, press: Press, ask: Ask, channel: Channel) -> None:
        """After a person's yes or no; the question's message is replaced by what came of it."""
        errand = await self._errands.again(command)
        say = Reader(locale=channel.locale).say
        if press.action == "cancel":
            await self._finish(ask.id, errand.decision.verdict, "cancelled")
            title = say("@{name} cancelled the command.", "@{name} 님이 명령을 취소했습니다.", name=press.name)
            await self._say(Message(title=title, blocks=(Text(text=errand.text),)), ask, replaces=press.message)
            return
        if errand.decision.verdict is Verdict.DENY:
            await self._deny(errand, ask, channel)
            return
        run = asyncio.create_task(self._run(errand, ask, channel, replaces=press.message))
        done, _ = await asyncio.wait({run}, timeout=_PATIENCE)
        if not done:
            title = say("Running for @{name} …", "@{name} 님의 명령을 실행하는 중입니다 …", name=press.name)
            await self._say(Message(title=title, blocks=(Text(text=errand.text),)), ask, replaces=press.message)
        await run

    async def _note(self, ask: Ask, text: str, command: Command | None, decision: Decision) -> bool:
        now = datetime.now(UTC)
        return await self._store.write(lambda c: note_command(c, ask, text, command, decision, now))

    async def _finish(self, id: str, verdict: Verdict, outcome: str) -> None:  # noqa: A002  # it is the id
        COMMANDS.labels(verdict=verdict.value, outcome=outcome).inc()
        now = datetime.now(UTC)
        await self._store.write(lambda c: note_outcome(c, id, outcome, now))

    async def _say(self, message: Message, ask: Ask, *, replaces: str = "") -> None:
        await self._put(
            Delivery(
                id=str(uuid.uuid4()),
                channel=ask.channel,
                type="answer",
                message=message,
                reply_to="" if replaces else ask.thread,
                replaces=replaces,
            )
        )

    async def _put(self, delivery: Delivery) -> None:
        now = datetime.now(UTC)
        await self._store.write(lambda c: add_delivery(c, delivery, now, urgent=True))
        self._wake()


def _ask_of(press: Press, id: str, text: str) -> Ask:  # noqa: A002  # it is the id
    return Ask(
        id=id, channel=press.channel, user=press.user, name=press.name, text=text, thread=press.thread or press.message
    )


def _switched_off(channel: Channel) -> BellhopError:
    say = Reader(locale=channel.locale).say
    return BellhopError(
        say("Commands are switched off in this channel.", "이 채널에서는 명령을 쓸 수 없습니다."),
        fix=say(
            "set `commands: true` for {name} in bellhop.yaml",
            "bellhop.yaml에서 {name}에 `commands: true`를 적으세요",
            name=channel.name,
        ),
    )


def _sorry(ask: Ask, channel: Channel) -> BellhopError:
    return BellhopError(
        Reader(locale=channel.locale).say(
            "Something went wrong on my side; the log has it under {id}.",
            "제 쪽에서 문제가 생겼습니다. 로그에 {id}로 남아 있습니다.",
            id=ask.id,
        )
    )


def _why_not(refusal: str, reader: Reader) -> str:
    sentences = {
        "not-yours": ("Only the person who asked may answer this.", "물어본 사람만 답할 수 있습니다."),
        "answered": ("This was answered already.", "이미 답한 질문입니다."),
        "expired": (
            "This question has expired; type the command again.",
            "질문이 만료되었습니다. 명령을 다시 입력하세요.",
        ),
    }
    known = sentences.get(refusal, ("I don't know this question any more.", "더 이상 남아 있지 않은 질문입니다."))
    return reader.say(*known)

"""The heartbeat: a message to ourselves by way of AWS. If it stops coming back, news would not come either."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import Connection

from bellhop.arn import parse_arn
from bellhop.aws.refusal import ask
from bellhop.aws.session import Clients
from bellhop.channel import Channel
from bellhop.delivery import Delivery
from bellhop.errors import BellhopError, Busy
from bellhop.event import Envelope
from bellhop.message import Message, Text, Tone, facts
from bellhop.metrics import BEAT_BACK, BEAT_LOST, BEAT_SECONDS, BEATS
from bellhop.notification import Step
from bellhop.reader import Reader
from bellhop.store import Store
from bellhop.store.chores import note_chore, read_chore, take_chore
from bellhop.store.outbox import add_delivery

CHORE = "heartbeat"
KEY = "bellhop.heartbeat"
_LOOK = 5.0
_LEASE = timedelta(seconds=60)
_BEAT = r'\{\s*"bellhop\.heartbeat"\s*:\s*"([0-9a-f]{32})"\s*\}'
_ALONE = re.compile(rf"\s*{_BEAT}\s*")
_EVENT = re.compile(rf'(?=.*"source"\s*:\s*"bellhop")\s*\{{.*"detail"\s*:\s*{_BEAT}.*\}}\s*', re.DOTALL)
_log = structlog.get_logger(__name__)

Accept = Callable[[Sequence[Envelope]], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """How the heartbeat stands; what the store keeps of it, with times in seconds since 1970.

    Args:
        id: the newest one's.
        sent: when it was sent.
        back: when it came back, or 0.
        lost: since when none comes back, or 0.
        error: why it could not be sent, or empty.
    """

    id: str = ""
    sent: float = 0
    back: float = 0
    lost: float = 0
    error: str = ""


class Heartbeat:
    """Sends, listens, and tells a channel when it stops and when it is back. Of several replicas one sends.

    Args:
        store: where it is remembered.
        send: sends a text so that it should come back at the intake.
        channel: where it is told.
        where: what it goes through, as people know it.
        every: how often it is sent.
        within: how long it may be on its way.
        wake: called with the channel's name when there is something to tell.
    """

    def __init__(
        self,
        store: Store,
        send: Callable[[str], Awaitable[None]],
        channel: Channel,
        *,
        where: str,
        every: timedelta,
        within: timedelta,
        wake: Callable[[Collection[str]], None],
    ) -> None:
        self._store = store
        self._send = send
        self._channel = channel
        self._where = where
        self._every = every.total_seconds()
        self._within = within.total_seconds()
        self._wake = wake
        self._holder = uuid.uuid4().hex

    def around(self, accept: Accept) -> Accept:
        """The intake, with heartbeats taken out: they are noted durably, and are no news."""

        async def taking(envelopes: Sequence[Envelope]) -> None:
            beats = {envelope.key: beat_in(envelope.body) for envelope in envelopes}
            for id_ in filter(None, beats.values()):
                await self.heard(id_, datetime.now(UTC))
            if news := [envelope for envelope in envelopes if not beats[envelope.key]]:
                await accept(news)

        return taking

    async def run(self) -> None:
        """Beats until cancelled."""
        while True:
            try:
                await self.tick(datetime.now(UTC))
            except Busy as error:
                _log.warning("heartbeat.store_busy", error=error.message)
            await asyncio.sleep(_LOOK)

    async def tick(self, now: datetime) -> None:
        """Does what is due at a moment.

        Raises:
            Busy: the store can't be reached.
        """
        at = now.timestamp()
        pulse = await self._read()
        BEAT_LOST.set(bool(pulse.lost))
        if pulse.back:
            BEAT_BACK.set(pulse.back)
            BEAT_SECONDS.set(pulse.back - pulse.sent)
        overdue = bool(pulse.id) and not pulse.back and not pulse.lost and at - pulse.sent >= self._within
        recovered = bool(pulse.lost and pulse.back)
        due = not pulse.id or at - pulse.sent >= self._every or at < pulse.sent  # the clock may have been put back
        if not (overdue or recovered or due) or not await self._take(now):
            return
        if overdue and at - pulse.sent <= self._within + 2 * self._every:  # else nobody ran who could have heard it
            await self._tell(
                replace(pulse, lost=pulse.sent), now, _lost_words(self._where, pulse, self._within), "lost"
            )
        elif recovered:
            await self._tell(replace(pulse, lost=0), now, _back_words(pulse), "back")
        if due:
            await self._beat(now)

    async def heard(self, id_: str, now: datetime) -> None:
        """Notes that a heartbeat came back.

        Raises:
            Busy: it could not be noted; whoever brought it should try again.
        """

        def work(connection: Connection) -> bool:
            pulse = _pulse(read_chore(connection, CHORE).note)
            if pulse.id != id_ or pulse.back:
                return False
            note_chore(connection, CHORE, now, _noted(replace(pulse, back=now.timestamp())))
            return True

        if await self._store.write(work):
            BEATS.labels("back").inc()

    async def _beat(self, now: datetime) -> None:
        old = await self._read()
        pulse = Pulse(id=uuid.uuid4().hex, sent=now.timestamp(), lost=old.lost)
        await self._note(pulse)
        try:
            await self._send(pulse.id)
        except BellhopError as error:
            BEATS.labels("failed").inc()
            _log.error("heartbeat.not_sent", where=self._where, error=error.message, fix=error.fix)
            await self._note(replace(pulse, error=str(error)))
        else:
            BEATS.labels("sent").inc()

    async def _tell(self, pulse: Pulse, now: datetime, words: Callable[[Reader], Message], result: str) -> None:
        channel, step = self._channel, Step.OPEN if pulse.lost else Step.CLOSE
        reader = Reader(locale=channel.locale, timezone=channel.timezone)
        told = Delivery(
            id=str(uuid.uuid4()), channel=channel.name, type=KEY, message=words(reader), thread=KEY, step=step, at=now
        )
        noted = _noted(pulse)
        await self._store.write(lambda c: (note_chore(c, CHORE, None, noted), add_delivery(c, told, now)))
        BEAT_LOST.set(bool(pulse.lost))
        if result == "lost":
            BEATS.labels("lost").inc()
            _log.error("heartbeat.lost", where=self._where, fix="bellhop doctor looks for the reason")
        else:
            _log.info("heartbeat.back", where=self._where)
        self._wake((channel.name,))

    async def _read(self) -> Pulse:
        return _pulse((await self._store.read(lambda c: read_chore(c, CHORE))).note)

    async def _take(self, now: datetime) -> bool:
        return await self._store.write(lambda c: take_chore(c, CHORE, self._holder, now, now + _LEASE))

    async def _note(self, pulse: Pulse) -> None:
        noted = _noted(pulse)

        def work(connection: Connection) -> None:
            kept = _pulse(read_chore(connection, CHORE).note)
            if kept.id != pulse.id or not kept.back:
                note_chore(connection, CHORE, None, noted)

        await self._store.write(work)


def beat_in(body: str) -> str:
    """The id of the heartbeat that a message is; empty if it is anything else."""
    found = (_ALONE.fullmatch(body) or _EVENT.fullmatch(body)) if KEY in body else None
    return found[1] if found else ""


def sender(clients: Clients, *, topic: str = "", bus: str = "") -> Callable[[str], Awaitable[None]]:
    """Sends heartbeats to an SNS topic, or to an EventBridge bus, with Bellhop's own credentials."""

    def send(id_: str) -> None:
        text = json.dumps({KEY: id_})
        if topic:
            arn = parse_arn(topic)
            ask(clients.client("sns", region=arn.region if arn else ""), "publish", TopicArn=topic, Message=text)
            return
        entry = {"Source": "bellhop", "DetailType": "Bellhop heartbeat", "Detail": text, "EventBusName": bus}
        arn = parse_arn(bus)
        answer = ask(clients.client("events", region=arn.region if arn else ""), "put_events", Entries=[entry])
        if answer.get("FailedEntryCount"):
            raise BellhopError(f"EventBridge did not take it: {answer['Entries'][0].get('ErrorMessage', '')}")

    async def sending(id_: str) -> None:
        await asyncio.to_thread(send, id_)

    return sending


def _lost_words(where: str, pulse: Pulse, within: float) -> Callable[[Reader], Message]:
    def words(reader: Reader) -> Message:
        sent, limit = datetime.fromtimestamp(pulse.sent, UTC), reader.duration(timedelta(seconds=within))
        said = reader.say(
            "What Bellhop sends to itself by way of AWS did not come back within {limit}. News from AWS may not arrive "
            "either. `bellhop doctor` looks for the reason.",
            "Bellhop이 AWS를 거쳐 자신에게 보낸 메시지가 {limit} 안에 돌아오지 않았습니다. AWS의 알림도 도착하지 "
            "않을 수 있습니다. `bellhop doctor`로 원인을 확인해 주세요.",
            limit=limit,
        )
        return Message(
            title=reader.say("The heartbeat has stopped", "하트비트가 멈췄습니다"),
            tone=Tone.BAD,
            blocks=(
                Text(text=said),
                facts(
                    (reader.say("Sent", "보낸 시각"), reader.moment(sent)),
                    (reader.say("By way of", "경로"), where),
                    (reader.say("Error", "오류"), pulse.error),
                ),
            ),
        )

    return words


def _back_words(pulse: Pulse) -> Callable[[Reader], Message]:
    def words(reader: Reader) -> Message:
        lasted = reader.duration(timedelta(seconds=pulse.back - pulse.lost))
        said = reader.say("It was missing for {lasted}.", "{lasted} 동안 돌아오지 않았습니다.", lasted=lasted)
        title = reader.say("The heartbeat is back", "하트비트가 돌아왔습니다")
        return Message(title=title, tone=Tone.GOOD, blocks=(Text(text=said),))

    return words


def _pulse(note: str) -> Pulse:
    return Pulse(**json.loads(note))


def _noted(pulse: Pulse) -> str:
    return json.dumps(asdict(pulse))

"""Whether a delivery is sent, joins a digest or stays silent: one function of what is told, remembered and wanted."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from bellhop.noise.facts import Facts
from bellhop.noise.fate import Digest, Fate, Join, Kind, Send, Silent
from bellhop.noise.hours import maintained, quiet_until
from bellhop.noise.marks import NOTHING, Mark, keys_of
from bellhop.noise.settings import NoiseSettings
from bellhop.noise.silence import Silence
from bellhop.notification import Step

LONGEST = timedelta(minutes=10)
"""How long a storm's message grows before a new one follows, which people see."""
_THREADS = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is decided.

    Args:
        fate: of the delivery.
        marks: what is to be remembered from now on, each with the moment until which.
    """

    fate: Fate
    marks: Mapping[bytes, tuple[Mark, datetime]] = field(default_factory=dict[bytes, tuple[Mark, datetime]])


def decide(
    facts: Facts,
    delivery: tuple[str, str],
    settings: NoiseSettings,
    marks: Mapping[bytes, Mark],
    silences: Sequence[Silence],
    now: datetime,
) -> Verdict:
    """What becomes of a delivery.

    Args:
        facts: what is told.
        delivery: its channel and its id.
        settings: what the channel wants.
        marks: what is remembered, by the keys of `keys_of`; what is not there was never seen.
        silences: what people muted; those that have ended, or are of another channel, count for nothing.
        now: the time (aware).
    """
    return _Case(facts, delivery, settings, marks, silences, now).verdict()


class _Case:
    """One decision, and what it looks at."""

    def __init__(
        self,
        facts: Facts,
        delivery: tuple[str, str],
        settings: NoiseSettings,
        marks: Mapping[bytes, Mark],
        silences: Sequence[Silence],
        now: datetime,
    ) -> None:
        self._facts = facts
        self._channel, self._id = delivery
        self._settings = settings
        self._silences = silences
        self._now = now
        self._at = _micros(now)
        self._same, self._type, self._subject, self._hours = keys_of(self._channel, facts)
        self._marks = marks
        self._changed: dict[bytes, tuple[Mark, datetime]] = {}

    def verdict(self) -> Verdict:
        fate = self._repeat() or self._muted() or self._flapping() or self._continued() or self._quiet()
        fate = fate or self._storm() or Send()
        if self._facts.thread:
            self._note_thread(fate)
        return Verdict(fate=fate, marks=self._changed)

    def _mark(self, which: bytes) -> Mark:
        changed = self._changed.get(which)
        return changed[0] if changed else self._marks.get(which, NOTHING)

    def _keep(self, which: bytes, mark: Mark, span: timedelta) -> None:
        self._changed[which] = mark, self._now + span

    def _repeat(self) -> Fate | None:
        window = self._settings.repeats
        if not self._same or not window:
            return None
        seen = self._mark(self._same)
        if seen.first and self._at - seen.last < _span(window):
            return Silent(reason=f"a repeat: the same {self._facts.sameness} as {seen.first}")
        self._keep(self._same, Mark(first=self._id, last=self._at), window)
        return None

    def _muted(self) -> Fate | None:
        for silence in self._silences:
            if silence.channel in ("", self._channel) and silence.until > self._now and silence.match.fits(self._facts):
                return Silent(reason=silence.reason())
        if why := maintained(self._settings, self._facts, self._now):
            return Silent(reason=why)
        thread = self._mark(self._subject)
        if self._facts.first_ok and not self._settings.first_ok and not thread.step:
            return Silent(reason="the first OK of a new alarm, which says only that its data has come in")
        return None

    def _flapping(self) -> Fate | None:
        """A thread that changed to and fro too often, until it rests."""
        settings, thread = self._settings, self._mark(self._subject)
        if not self._facts.thread or not settings.flap_changes:
            return None
        if thread.first:
            if self._at - thread.last < _span(settings.flap_rest):
                return self._flap(thread.first, opens=False)
            thread = replace(thread, first="", moments=())
        recent = self._recent(thread, settings.flap_within)
        changed = thread.step != self._facts.step and self._facts.step is not Step.REPLY
        moments = (*recent, self._at) if changed else recent
        self._keep(self._subject, replace(thread, moments=moments[-settings.flap_changes :]), _THREADS)
        if changed and len(moments) >= settings.flap_changes:
            return self._flap(str(uuid.uuid4()), opens=True)
        return None

    def _flap(self, digest: str, *, opens: bool) -> Join:
        thread = self._mark(self._subject)
        self._keep(self._subject, replace(thread, first=digest, last=self._at), _THREADS)
        rest = self._now + self._settings.flap_rest
        return Join(
            digest=Digest(id=digest, kind=Kind.FLAPPING, name=self._facts.thread),
            reason=f"flapping: quiet until it has rested for {_minutes(self._settings.flap_rest)}",
            opens=opens,
            due=0 if opens else _micros(rest),
        )

    def _continued(self) -> Fate | None:
        """What follows in a thread goes where its beginning went: it changes a message and makes no new one."""
        thread = self._mark(self._subject)
        if not self._facts.thread or self._facts.step is Step.OPEN or not thread.step:
            return None
        if thread.digest:
            digest = Digest(id=thread.digest, kind=Kind.STORM)
            return Join(digest=digest, reason="what it follows on was grouped")
        return Send() if thread.shown else None

    def _quiet(self) -> Fate | None:
        end = quiet_until(self._settings, self._facts, self._now)
        if end is None:
            return None
        mark = self._mark(self._hours)
        opens = mark.last != _micros(end)
        if opens:
            mark = Mark(digest=str(uuid.uuid4()), last=_micros(end))
            self._keep(self._hours, mark, end - self._now + timedelta(minutes=1))
        name = end.isoformat(" ", "minutes")[:16]
        digest = Digest(id=mark.digest, kind=Kind.QUIET, name=name)
        return Join(digest=digest, reason=f"quiet hours until {name}", opens=opens, due=_micros(end))

    def _storm(self) -> Fate | None:
        if not self._settings.storm_count:
            return None
        fate = self._counted(self._type, self._facts.type)
        if not self._facts.thread and self._subject:
            fate = self._counted(self._subject, self._facts.resource) or fate
        return fate

    def _counted(self, which: bytes, name: str) -> Join | None:
        """Counts one more of a kind; what is too many joins a digest as long as it lasts."""
        settings, mark = self._settings, self._mark(which)
        window = _span(settings.storm_within)
        goes_on = bool(mark.digest) and self._at - mark.last < window
        recent = self._recent(mark, settings.storm_within)
        if not goes_on and len(recent) < settings.storm_count:
            self._keep(which, Mark(moments=(*recent, self._at), last=self._at), settings.storm_within)
            return None
        opens = not goes_on or self._at - mark.since > _span(LONGEST)
        if opens:
            mark = Mark(digest=str(uuid.uuid4()), since=self._at, moments=mark.moments)
        self._keep(which, replace(mark, last=self._at), settings.storm_within)
        within = f"{settings.storm_within.total_seconds():.0f} s"
        return Join(
            digest=Digest(id=mark.digest, kind=Kind.STORM, name=name),
            reason=f"a storm: more than {settings.storm_count} of {name} within {within}",
            opens=opens,
        )

    def _recent(self, mark: Mark, within: timedelta) -> tuple[int, ...]:
        oldest = self._at - _span(within)
        return tuple(moment for moment in mark.moments if moment > oldest)

    def _note_thread(self, fate: Fate) -> None:
        thread = self._mark(self._subject)
        if isinstance(fate, Silent) and fate.reason.startswith("a repeat"):
            return
        grouped = fate.digest if isinstance(fate, Join) else None
        flapping = grouped is not None and grouped.kind is Kind.FLAPPING
        mark = replace(
            thread,
            step=self._facts.step.value,
            last=self._at,
            shown=isinstance(fate, Send) or flapping,
            digest="" if grouped is None or flapping else grouped.id,
        )
        self._keep(self._subject, mark, _THREADS)


def _micros(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _span(span: timedelta) -> int:
    return span // timedelta(microseconds=1)


def _minutes(span: timedelta) -> str:
    return f"{span.total_seconds() / 60:g} min"

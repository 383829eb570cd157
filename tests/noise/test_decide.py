"""What becomes of a delivery, as a table of stories: each event with its moment and its expected fate."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellhop.noise import Facts, Join, Kind, Mark, Match, NoiseSettings, Send, Silence, Silent, decide
from bellhop.noise.fate import Fate
from bellhop.noise.settings import Maintenance, QuietHours
from bellhop.notification import Severity, Step
from bellhop.recurrence import parse_recurrence

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday
ALARM = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:web-5xx"


class Room:
    """A channel, and what is remembered of it."""

    def __init__(self, settings: NoiseSettings, silences: Iterable[Silence] = ()) -> None:
        self.settings = settings
        self.silences = tuple(silences)
        self.marks: dict[bytes, tuple[Mark, datetime]] = {}
        self.ids: list[str] = []

    def hears(self, facts: Facts, seconds: float = 0) -> Fate:
        now = NOON + timedelta(seconds=seconds)
        known = {key: mark for key, (mark, until) in self.marks.items() if until > now}
        self.ids.append(str(uuid.uuid4()))
        verdict = decide(facts, ("ops", self.ids[-1]), self.settings, known, self.silences, now)
        self.marks.update(verdict.marks)
        return verdict.fate


def news(name: str = "x", **more: object) -> Facts:
    return Facts(**{"type": "s3.api_call", "title": f"{name} was put", **more})  # pyright: ignore[reportArgumentType]  # a test's own words


def alarm(step: Step, name: str = ALARM, **more: object) -> Facts:
    return news("alarm", type="cloudwatch.metric_alarm", thread=name, resource=name, step=step, **more)


def test_the_same_event_is_a_repeat_within_the_window_and_names_the_first() -> None:
    room = Room(NoiseSettings(repeats=timedelta(minutes=10)))
    same = news(same="315c1398", sameness="event id")
    assert room.hears(same) == Send()
    assert room.hears(same, 599) == Silent(reason=f"a repeat: the same event id as {room.ids[0]}")
    assert room.hears(same, 601) == Send()


def test_two_texts_that_say_no_time_are_two() -> None:
    room = Room(NoiseSettings())
    assert [room.hears(news()), room.hears(news())] == [Send(), Send()]


def test_the_first_ok_of_a_new_alarm_is_silent_unless_it_is_wanted() -> None:
    first = alarm(Step.CLOSE, first_ok=True)
    assert isinstance(Room(NoiseSettings()).hears(first), Silent)
    assert Room(NoiseSettings(first_ok=True)).hears(first) == Send()


def test_an_ok_after_a_lack_of_data_ends_the_alarm_that_was_told() -> None:
    room = Room(NoiseSettings())
    room.hears(alarm(Step.OPEN))
    room.hears(alarm(Step.UPDATE), 60)
    assert room.hears(alarm(Step.CLOSE, first_ok=True), 120) == Send()


def test_what_flaps_is_told_once_and_is_quiet_until_it_rests() -> None:
    room = Room(NoiseSettings(flap_changes=6, flap_within=timedelta(minutes=10), flap_rest=timedelta(minutes=10)))
    steps = [Step.OPEN, Step.CLOSE] * 4
    fates = [room.hears(alarm(step), 30 * place) for place, step in enumerate(steps)]
    assert fates[:5] == [Send()] * 5
    joins = [fate for fate in fates[5:] if isinstance(fate, Join)]
    assert [join.opens for join in joins] == [True, False, False]
    assert {join.digest.kind for join in joins} == {Kind.FLAPPING}
    assert len({join.digest.id for join in joins}) == 1
    assert room.hears(alarm(Step.OPEN), 30 * 7 + 601) == Send()


def test_what_stays_the_same_does_not_flap() -> None:
    room = Room(NoiseSettings(flap_changes=3))
    room.hears(alarm(Step.OPEN))
    assert [room.hears(alarm(Step.UPDATE), place) for place in range(20)] == [Send()] * 20


def test_more_than_the_channel_takes_of_one_type_is_a_storm_until_it_pauses() -> None:
    room = Room(NoiseSettings(storm_count=10, storm_within=timedelta(seconds=60)))
    fates = [room.hears(alarm(Step.OPEN, f"alarm-{number}"), number / 10) for number in range(100)]
    assert fates[:10] == [Send()] * 10
    joins = [fate for fate in fates if isinstance(fate, Join)]
    assert len(joins) == 90
    assert len({join.digest.id for join in joins}) == 1
    assert [join.opens for join in joins] == [True] + [False] * 89
    assert room.hears(news()) == Send()  # another type
    assert room.hears(alarm(Step.OPEN, "alarm-later"), 10 + 61) == Send()


def test_a_storm_that_does_not_end_begins_a_new_message_from_time_to_time() -> None:
    room = Room(NoiseSettings(storm_count=2))
    fates = [room.hears(news(str(number)), number * 5) for number in range(400)]
    digests = {fate.digest.id for fate in fates if isinstance(fate, Join)}
    assert 3 <= len(digests) <= 5


def test_what_follows_goes_where_its_beginning_went() -> None:
    room = Room(NoiseSettings(storm_count=1))
    assert room.hears(alarm(Step.OPEN, "told")) == Send()
    grouped = room.hears(alarm(Step.OPEN, "grouped"), 1)
    assert isinstance(grouped, Join)
    assert room.hears(alarm(Step.CLOSE, "told"), 2) == Send()
    after = room.hears(alarm(Step.CLOSE, "grouped"), 7200)
    assert isinstance(after, Join)
    assert after.digest.id == grouped.digest.id


def test_much_about_one_resource_is_a_storm_whatever_the_types() -> None:
    room = Room(NoiseSettings(storm_count=5))
    fates = [room.hears(news(type=f"ec2.{number}", resource="i-1"), number) for number in range(8)]
    assert [isinstance(fate, Join) for fate in fates] == [False] * 5 + [True] * 3


def _silence(match: Match, **more: object) -> Silence:
    values = {"id": "a1", "channel": "ops", "until": NOON + timedelta(hours=1), "name": "minji", "made": NOON, **more}
    return Silence(match=match, **values)  # pyright: ignore[reportArgumentType]  # a test's own words


@pytest.mark.parametrize(
    ("match", "fits"),
    [
        (Match(), True),
        (Match(type="cloudwatch.*"), True),
        (Match(type="s3.*"), False),
        (Match(resource="web-5xx"), True),
        (Match(resource="WEB-*"), True),
        (Match(resource="5xx"), False),
        (Match(resource=ALARM), True),
        (Match(title="*alarm*"), True),
        (Match(severities=frozenset({Severity.HIGH})), False),
        (Match(pattern={"source": ["aws.cloudwatch"]}), True),
        (Match(pattern={"source": [{"anything-but": "aws.cloudwatch"}]}), False),
        (Match(type="cloudwatch.*", title="other"), False),
    ],
)
def test_what_is_muted_is_silent_with_who_and_why(match: Match, *, fits: bool) -> None:
    room = Room(NoiseSettings(), [_silence(match, why="we deploy")])
    fate = room.hears(alarm(Step.OPEN, document=lambda: {"source": "aws.cloudwatch"}))
    assert isinstance(fate, Silent) == fits
    if isinstance(fate, Silent):
        assert "minji" in fate.reason
        assert "we deploy" in fate.reason
        assert "2026-11-23 13:00" in fate.reason


def test_a_mute_ends_and_is_of_its_channel() -> None:
    room = Room(
        NoiseSettings(), [_silence(Match()), _silence(Match(), channel="other", until=NOON + timedelta(days=9))]
    )
    assert isinstance(room.hears(news(), 3599), Silent)
    assert room.hears(news(), 3600) == Send()


@pytest.mark.parametrize(
    ("hour", "weekday", "severity", "quiet"),
    [
        (23, 0, Severity.HIGH, True),
        (6, 1, Severity.HIGH, True),
        (7, 1, Severity.HIGH, False),
        (21, 0, Severity.HIGH, False),
        (23, 0, Severity.CRITICAL, False),
        (23, 5, Severity.LOW, False),  # a Saturday
        (3, 5, Severity.LOW, True),  # what began on Friday
    ],
)
def test_quiet_hours_are_on_the_channels_clock(hour: int, weekday: int, severity: Severity, *, quiet: bool) -> None:
    hours = QuietHours(start=time(22), end=time(7), days=frozenset(range(5)))
    room = Room(NoiseSettings(timezone="Asia/Seoul", quiet=(hours,)))
    seoul = NOON.replace(hour=hour, minute=0) - timedelta(hours=9) + timedelta(days=weekday)
    fate = room.hears(news(severity=severity), (seoul - NOON).total_seconds())
    assert isinstance(fate, Join) == quiet
    if isinstance(fate, Join):
        assert fate.digest.kind is Kind.QUIET
        again = room.hears(news(severity=severity), (seoul - NOON).total_seconds() + 60)
        assert isinstance(again, Join)
        assert (again.digest.id, again.opens) == (fate.digest.id, False)


def test_a_maintenance_window_that_recurs_and_one_that_comes_once() -> None:
    weekly = Maintenance(name="patching", every=parse_recurrence("every monday 11:30"), lasts=timedelta(hours=1))
    once = Maintenance(name="move", start=NOON + timedelta(hours=5), end=NOON + timedelta(hours=6))
    room = Room(NoiseSettings(maintenance=(weekly, once)))
    fate = room.hears(news())
    assert isinstance(fate, Silent)
    assert fate.reason.startswith("maintenance “patching” until 2026-11-23 12:30")
    assert room.hears(news(), 1800) == Send()
    assert isinstance(room.hears(news(), 5.5 * 3600), Silent)


STEPS = st.sampled_from(list(Step))
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["cloudwatch.metric_alarm", "s3.api_call"]),
        st.sampled_from(["", "a", "b", "c"]),
        STEPS,
        st.sampled_from(["", "1", "2", "3", "4"]),
        st.floats(0, 400),
        st.booleans(),
        st.sampled_from(list(Severity)),
    ),
    max_size=60,
)


@given(EVENTS)
def test_everything_is_sent_grouped_with_a_pointer_or_silent_with_a_reason(
    events: list[tuple[str, str, Step, str, float, bool, Severity]],
) -> None:
    hours = QuietHours(start=time(12, 30), end=time(13))
    room = Room(
        NoiseSettings(storm_count=3, flap_changes=3, quiet=(hours,)), [_silence(Match(thread="c"), why="noisy")]
    )
    opened, seconds = set[str](), 0.0
    for type_, thread, step, same, pause, first_ok, severity in events:
        seconds += pause
        facts = news(
            type=type_,
            thread=thread,
            step=step,
            same=same,
            sameness="content",
            first_ok=first_ok and step is Step.CLOSE,
            severity=severity,
        )
        match room.hears(facts, seconds):
            case Join(digest=digest, reason=reason, opens=opens):
                assert reason
                assert (digest.id in opened) != opens, "a digest is opened once, before anything else joins it"
                opened.add(digest.id)
            case Silent(reason=reason):
                assert reason
            case Send():
                pass

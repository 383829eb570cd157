"""What is told of a run that is followed: how far it is, its end, or why it is followed no more."""

from __future__ import annotations

from datetime import datetime, timedelta

from bellhop.following import Run
from bellhop.following.sight import Sight
from bellhop.message import Action, Block, Code, Message, Text, Tone, facts
from bellhop.reader import Reader
from bellhop.showing.answer import echo
from bellhop.store.tickets import Ticket


def echoed(ticket: Ticket) -> tuple[Block, ...]:
    """The command that began it."""
    return (Code(text=echo(ticket.body["text"])),)


def going(run: Run, sight: Sight, ticket: Ticket, reader: Reader, now: datetime) -> Message:
    """How far a run is."""
    say = reader.say
    return Message(
        title=say("{what} is under way: {state}", "{what} 진행 중: {state}", what=say(*run.what), state=_state(sight)),
        blocks=(
            *echoed(ticket),
            facts(
                (say("Done", "완료"), _count(sight, reader)),
                (say("Now", "현재 단계"), sight.now),
                (say("Elapsed", "경과 시간"), reader.duration(now - ticket.body["began"])),
            ),
            Text(text=say("I'll say here when it ends.", "끝나면 여기에 알려 드립니다."), small=True),
        ),
        actions=(Action(label=say("Stop following", "그만 지켜보기"), name="unfollow", value=ticket.id),),
    )


def ended(
    run: Run, sight: Sight, ticket: Ticket, reader: Reader, now: datetime, actions: tuple[Action, ...]
) -> Message:
    """How a run ended."""
    say = reader.say
    words = (
        ("@{name}, {what} ended well: {state}", "@{name} 님, {what} 완료: {state}")
        if sight.good
        else ("@{name}, {what} failed: {state}", "@{name} 님, {what} 실패: {state}")
    )
    return Message(
        title=say(*words, name=ticket.body["name"], what=_inside(run, reader), state=_state(sight)),
        tone=Tone.GOOD if sight.good else Tone.BAD,
        blocks=(
            *echoed(ticket),
            facts(
                (say("Reason"), sight.why),
                (say("Done", "완료"), _count(sight, reader)),
                (say("Took", "걸린 시간"), reader.duration(now - ticket.body["began"])),
            ),
        ),
        actions=actions,
    )


def tired(run: Run, sight: Sight, ticket: Ticket, reader: Reader, longest: timedelta) -> Message:
    """That a run goes on for longer than it is followed."""
    say = reader.say
    return Message(
        title=say(
            "@{name}, {what} goes on after {span}; I stop following it.",
            "@{name} 님, {what} {span}이 지나도 끝나지 않아 그만 지켜봅니다.",
            name=ticket.body["name"],
            what=_inside(run, reader),
            span=reader.duration(longest),
        ),
        tone=Tone.WARN,
        blocks=(*echoed(ticket), facts((say("State"), _state(sight)), (say("Done", "완료"), _count(sight, reader)))),
    )


def lost(run: Run, ticket: Ticket, reader: Reader, why: str) -> Message:
    """That a run can't be looked at any more."""
    say = reader.say
    title = say("I can't follow {what} any more.", "{what} 더 이상 지켜볼 수 없습니다.", what=_inside(run, reader))
    return Message(title=title, tone=Tone.WARN, blocks=(*echoed(ticket), facts((say("Reason"), why))))


def _inside(run: Run, reader: Reader) -> str:
    """What runs, as it stands within a sentence."""
    what = reader.say(*run.what)
    return f"the{what[3:]}" if what.startswith("The ") else what


def _state(sight: Sight) -> str:
    return sight.state or "…"


def _count(sight: Sight, reader: Reader) -> str:
    if sight.done is None:
        return ""
    return reader.say("{done} of {all}", "{all}개 중 {done}개", done=sight.done[0], all=sight.done[1])

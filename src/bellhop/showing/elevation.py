"""What is said of elevations: the question to the approvers, their answer, and the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bellhop.message import Action, Block, Message, Style, Text, Tone, facts
from bellhop.people import Level
from bellhop.reader import Reader
from bellhop.span import span_text
from bellhop.standing import Elevated


class Request(Protocol):
    """A request as far as it is shown; `bellhop.store.standings.Elevation` is one."""

    @property
    def id(self) -> str:
        """Of the request."""
        ...

    @property
    def name(self) -> str:
        """How whoever asked is addressed."""
        ...

    @property
    def level(self) -> str:
        """What they asked for."""
        ...

    @property
    def why(self) -> str:
        """The reason that they gave."""
        ...

    @property
    def span(self) -> timedelta:
        """For how long."""
        ...

    @property
    def expires(self) -> datetime:
        """When the question ends, or what was granted."""
        ...

    @property
    def approver_name(self) -> str:
        """How whoever answered is addressed."""
        ...


def asking(request: Request, level: Level, reader: Reader) -> Message:
    """The question whether somebody is to be elevated, with two buttons."""
    say = reader.say
    values = {"name": request.name, "level": request.level, "span": span_text(request.span)}
    return Message(
        title=say(
            "@{name} asks to be elevated to {level} for {span}.",
            "@{name} 님이 {span} 동안 {level} 권한을 요청했습니다.",
            **values,
        ),
        tone=Tone.WARN,
        blocks=(
            facts(
                (say("Why", "이유"), request.why),
                (say("Adds", "추가 권한"), ", ".join(level.policies)),
                (say("Role", "역할"), level.role),
                (say("Who may approve", "승인할 수 있는 사람"), _who(level.approvers, reader)),
            ),
            Text(
                text=say(
                    "Nobody approves their own request. This question expires at {time}.",
                    "본인의 요청은 승인할 수 없습니다. 이 요청은 {time}에 만료됩니다.",
                    time=reader.moment(request.expires),
                ),
                small=True,
            ),
        ),
        actions=(
            Action(label=say("Approve", "승인"), name="elevation", value=f"yes {request.id}", style=Style.PRIMARY),
            Action(label=say("Refuse", "거절"), name="elevation", value=f"no {request.id}"),
        ),
    )


def _who(approvers: Sequence[str], reader: Reader) -> str:
    return ", ".join(reader.say("anyone else here", "본인이 아닌 누구나") if one == "*" else one for one in approvers)


def granted(request: Request, reader: Reader) -> Message:
    """That somebody is elevated from now on."""
    say = reader.say
    return _told(
        request,
        reader,
        say(
            "@{name} is elevated to {level} until {time}.",
            "@{name} 님의 {level} 권한이 {time}까지 유효합니다.",
            name=request.name,
            level=request.level,
            time=reader.moment(request.expires),
        ),
        Tone.GOOD,
        Text(
            text=say("It ends by itself, or with: elevate end", "시간이 지나면 끝납니다. 먼저 끝내려면: elevate end"),
            small=True,
        ),
    )


def refused(request: Request, reader: Reader) -> Message:
    """That somebody is not elevated."""
    english = "@{who} refused: @{name} is not elevated to {level}."
    korean = "@{who} 님이 @{name} 님의 {level} 권한 요청을 거절했습니다."
    return _told(request, reader, _titled(request, reader, english, korean), Tone.BAD)


def expired(request: Request, reader: Reader) -> Message:
    """That nobody answered in time."""
    english = "Nobody answered @{name}, who asked to be elevated to {level}."
    korean = "@{name} 님의 {level} 권한 요청에 아무도 답하지 않았습니다."
    return _told(request, reader, _titled(request, reader, english, korean), Tone.INFO)


def ended(request: Request, reader: Reader) -> Message:
    """That an elevation is over."""
    english, korean = "@{name} is no longer elevated to {level}.", "@{name} 님의 {level} 권한이 끝났습니다."
    return _told(request, reader, _titled(request, reader, english, korean), Tone.INFO)


def _titled(request: Request, reader: Reader, english: str, korean: str) -> str:
    return reader.say(english, korean, who=request.approver_name, name=request.name, level=request.level)


def _told(request: Request, reader: Reader, title: str, tone: Tone, *notes: Block) -> Message:
    say, by = reader.say, request.approver_name
    lines = facts((say("Answered by", "답한 사람"), f"@{by}" if by else ""), (say("Why", "이유"), request.why))
    return Message(title=title, tone=tone, blocks=(lines, *notes))


def while_elevated(elevated: Elevated | None, reader: Reader) -> str:
    """What stands in the header of answers while an elevation lasts; empty if there is none."""
    if elevated is None:
        return ""
    return reader.say(
        "elevated to {level} until {time}",
        "{time}까지 {level} 권한",
        level=elevated.level,
        time=reader.moment(elevated.until),
    )

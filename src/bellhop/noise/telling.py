"""What a digest says: how many, of what, since when, and each of them by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec.structs import replace

from bellhop.message import Code, Facts, Message, Text, Tone, facts
from bellhop.noise.families import told_as
from bellhop.noise.fate import Digest, Kind
from bellhop.noise.names import told_briefly
from bellhop.notification import Severity
from bellhop.reader import Reader

ROOM = 3_000
"""Characters of names in one message: as much as a person scrolls through, and any platform takes."""
PAGE = 9_000
"""As much as Slack takes in one message, with some to spare."""
PAGES = 5
"""How many more messages beneath it name what it had no room for; the console and the command line name the rest."""
_WORST = tuple(Severity)


def tell_digest(
    digest: Digest, titles: Sequence[str], severities: Iterable[str], span: tuple[datetime, datetime], reader: Reader
) -> Message:
    """A digest as people read it.

    Args:
        digest: what it is.
        titles: of all that it tells, oldest first.
        severities: of all that it tells.
        span: when the first of them came, and the last (aware).
        reader: whose language and clock.
    """
    say = reader.say
    first, last = span
    shown, left = _fitting(told_briefly(titles), ROOM)
    blocks: list[Text | Code | Facts] = [
        facts(
            (say("Since", "시작"), reader.moment(first)),
            (say("Last", "마지막"), reader.moment(last) if last > first else ""),
        ),
        Code(text="\n".join(shown)),
    ]
    if left:
        blocks.append(Text(text=_rest(digest, left, reader), small=True))
    return Message(title=_title(digest, len(titles), reader), tone=_tone(severities), blocks=tuple(blocks))


def tell_pages(titles: Sequence[str], reader: Reader) -> list[Message]:
    """What a digest's message had no room for, in further ones, `PAGES` at most."""
    lines = told_briefly(titles)
    shown, left = _fitting(lines, ROOM)
    pages: list[Message] = []
    start = len(shown)
    while left and len(pages) < PAGES:
        shown, left = _fitting(lines[start:], PAGE)
        title = reader.say(
            "The list goes on: lines {first} to {last} of {count}",
            "목록 계속: {count}줄 중 {first}~{last}",
            first=f"{start + 1:,}",
            last=f"{start + len(shown):,}",
            count=f"{len(lines):,}",
        )
        pages.append(Message(title=title, blocks=(Code(text="\n".join(shown)),)))
        start += len(shown)
    return pages


def tell_flapping(message: Message, times: int, span: tuple[datetime, datetime], rest: str, reader: Reader) -> Message:
    """Says once that something flaps: the message of the change that was one too many, with a note."""
    say = reader.say
    title = say("Flapping: {title}", "상태 반복 변경: {title}", title=message.title)
    note = say(
        "{times} changes in {span}. I'll be quiet until it has rested for {rest}.",
        "{span} 동안 {times}번 바뀌었습니다. {rest} 동안 변화가 없을 때까지 알리지 않겠습니다.",
        times=times,
        span=reader.duration(span[1] - span[0]),
        rest=rest,
    )
    return replace(message, title=title, heading="", tone=Tone.WARN, blocks=(Text(text=note), *message.blocks))


def tell_rest(message: Message, times: int, span: tuple[datetime, datetime], reader: Reader) -> Message:
    """Says that what flapped has come to rest, and in which state."""
    note = reader.say(
        "It has come to rest after flapping: {times} more changes in {span}.",
        "반복 변경이 멈췄습니다. 그 뒤 {span} 동안 {times}번 더 바뀌었습니다.",
        times=times,
        span=reader.duration(span[1] - span[0]),
    )
    return replace(message, blocks=(Text(text=note), *message.blocks))


def _title(digest: Digest, many: int, reader: Reader) -> str:
    say, count = reader.say, f"{many:,}"
    match digest.kind:
        case Kind.STORM:
            return say("{count} more of {name}", "{name} {count}건 더", count=count, name=told_as(digest.name, reader))
        case Kind.QUIET:
            return say("{count} while it was quiet hours", "알림 제한 시간 동안 {count}건", count=count)
        case Kind.BACKLOG:
            return say("{count} that were waiting", "밀린 알림 {count}건", count=count)
        case Kind.FLAPPING:
            return say("{name} is flapping", "{name} 상태 반복 변경", name=digest.name)


def _tone(severities: Iterable[str]) -> Tone:
    worst = min((_WORST.index(Severity(one)) for one in severities if one in _WORST), default=len(_WORST))
    if worst <= _WORST.index(Severity.HIGH):
        return Tone.BAD
    return Tone.WARN if worst <= _WORST.index(Severity.MEDIUM) else Tone.INFO


def _fitting(lines: Sequence[str], room: int) -> tuple[list[str], int]:
    """The lines that fit, at least one, and how many are left."""
    shown: list[str] = []
    for line in lines:
        cut = line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
        if shown and room < len(cut) + 1:
            break
        shown.append(cut)
        room -= len(cut) + 1
    return shown, len(lines) - len(shown)


_LONGEST = 300


def _rest(digest: Digest, left: int, reader: Reader) -> str:
    return reader.say(
        "… and {left} more lines; beneath this message when it is over, and all of them in the console or with "
        "`bellhop deliveries list --digest {id} --limit 10000`.",
        "… 그 밖에 {left}줄. 끝나면 이 메시지 아래에 이어지고, 전체는 콘솔이나 "
        "`bellhop deliveries list --digest {id} --limit 10000`에서 볼 수 있습니다.",
        left=f"{left:,}",
        id=digest.id,
    )

"""Which news somebody means, from words: `type:cloudwatch.*`, `resource:web-*`, a pattern, or a part of the title."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from bellhop import pattern
from bellhop.errors import BellhopError, Unreadable
from bellhop.noise.match import Match
from bellhop.notification import Severity
from bellhop.payload import parse_json
from bellhop.reader import Reader

_NAMED = re.compile(r"(?:--)?(type|resource|title|severity|유형|리소스|제목|심각도)[:=](.+)", re.DOTALL)
_KOREAN = {"유형": "type", "리소스": "resource", "제목": "title", "심각도": "severity"}
_TYPE = re.compile(r"[a-z0-9_]+\.(?:\*|[a-z0-9_]+\*?)")


def parse_match(words: Sequence[str], reader: Reader) -> Match:
    """What is meant; words without a name are a type, an ARN, or a part of the title.

    Raises:
        BellhopError: nothing is named, or what is named does not exist.
    """
    text = " ".join(words).strip()
    if not text:
        raise BellhopError(
            reader.say("What shall I keep quiet about?", "무엇을 조용히 할까요?"),
            fix=reader.say(
                "say mute web-5xx 2h, mute type:cloudwatch.* until 09:00 or mute everything 30m because deploying",
                "예: mute web-5xx 2h · mute type:cloudwatch.* until 09:00 · mute everything 30m because 배포",
            ),
        )
    if text.startswith("{"):
        return Match(pattern=_pattern(text, reader))
    if text.lower() in ("everything", "all", "전체", "모두"):
        return Match()
    named: dict[str, str] = {}
    loose: list[str] = []
    for word in words:
        if found := _NAMED.fullmatch(word):
            named[_KOREAN.get(found[1], found[1])] = found[2]
        else:
            loose.append(word)
    said = " ".join(loose)
    if said:
        named.setdefault(*_guessed(said))
    return Match(
        type=named.get("type", ""),
        resource=named.get("resource", ""),
        title=named.get("title", ""),
        severities=_severities(named.get("severity", ""), reader),
    )


def _guessed(said: str) -> tuple[str, str]:
    if said.startswith("arn:"):
        return "resource", said
    if _TYPE.fullmatch(said):
        return "type", said
    return "title", said if "*" in said else f"*{said}*"


def _severities(text: str, reader: Reader) -> frozenset[Severity]:
    names = [name for name in re.split(r"[,\s]+", text.lower()) if name]
    known = {severity.value for severity in Severity}
    if unknown := [name for name in names if name not in known]:
        raise BellhopError(
            reader.say("There is no severity {name}.", "{name}: 없는 심각도입니다.", name=unknown[0][:40]),
            fix=", ".join(Severity),
        )
    return frozenset(map(Severity, names))


def _pattern(text: str, reader: Reader) -> Mapping[str, Any]:
    try:
        found = parse_json(text)
        pattern.check(found)
    except Unreadable as error:
        raise BellhopError(
            reader.say("That pattern can't be matched: {error}", "쓸 수 없는 패턴입니다: {error}", error=error.message),
            fix=reader.say(
                'write it as EventBridge does: {{"source": ["aws.ec2"]}}',
                'EventBridge 형식으로 쓰세요: {{"source": ["aws.ec2"]}}',
            ),
        ) from None
    return cast("Mapping[str, Any]", found)

"""`Reader`: the person whom a message is told to, with their language and their clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LOCALES = ("en", "ko")

KOREAN = {
    "Account": "계정",
    "Action": "작업",
    "Address": "주소",
    "Bucket": "버킷",
    "Client": "클라이언트",
    "Description": "설명",
    "Error": "오류",
    "Metric": "지표",
    "Name": "이름",
    "Object": "객체",
    "Reason": "이유",
    "Region": "리전",
    "Resource": "리소스",
    "Resources": "리소스",
    "Result": "결과",
    "Size": "크기",
    "State": "상태",
    "Status": "상태",
    "Subject": "제목",
    "Threshold": "임계값",
    "Time": "시각",
    "Topic": "주제",
    "Type": "유형",
    "User": "사용자",
    "Who": "누가",
}
"""Words that many messages share; a sentence of one module stands there in both languages."""


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Language and time zone of whoever reads.

    Args:
        locale: `en` or `ko`.
        timezone: IANA name of a time zone.
    """

    locale: str = "en"
    timezone: str = "UTC"

    def say(self, english: str, korean: str = "", /, **values: object) -> str:
        """A word or sentence in the reader's language, `{name}`s filled from `values`.

        Without its own Korean, a shared word is looked up in `KOREAN`; what is not there stays English.
        """
        template = (korean or KOREAN.get(english, english)) if self.locale == "ko" else english
        return template.format_map(values) if values else template

    def moment(self, moment: datetime | None) -> str:
        """A time on the reader's clock, `2026-01-29 15:39:07 UTC`; empty for None."""
        if moment is None:
            return ""
        utc = self.timezone == "UTC" and moment.tzinfo is UTC
        local = moment if utc else moment.astimezone(_zone(self.timezone))
        return f"{local.isoformat(' ', 'seconds')[:19]} {local.tzname()}"

    def duration(self, span: timedelta) -> str:
        """A span in its two largest units, `2 h 5 min`; below a second, `less than 1 s`."""
        seconds = int(span.total_seconds())
        if seconds < 1:
            return self.say("less than 1 s", "1초 미만")
        parts: list[str] = []
        for size, english, korean in ((86400, "d", "일"), (3600, "h", "시간"), (60, "min", "분"), (1, "s", "초")):
            count, seconds = divmod(seconds, size)
            if count:
                parts.append(self.say(f"{count} {english}", f"{count}{korean}"))
            elif parts:
                break
        return " ".join(parts[:2])

    def size(self, count: float) -> str:
        """A number of bytes as people say it, `1.5 MiB`."""
        for unit in ("B", "KiB", "MiB", "GiB"):
            if count < 1024:
                return f"{count:.0f} {unit}" if unit == "B" or count >= 100 else f"{count:.1f} {unit}"
            count /= 1024
        return f"{count:.1f} TiB"

"""`Payload`: a typed reading of untyped JSON, in which every error has its path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, cast

import msgspec

from bellhop.errors import Unreadable

_MAX_DEPTH = 100
_FORMATS = {
    (True, 0): ("%a %b %d %H:%M:%S %Z %Y",),
    (True, 1): ("%a, %d %b %Y %H:%M:%S %Z", "%b %d, %Y %I:%M:%S %p"),
    (True, 2): ("%A, %d %B, %Y %H:%M:%S %Z",),
    (False, 0): (
        "%Y-%m-%dT%H:%M:%S.%f%z",
        "%Y-%m-%dT%H:%M:%S%z",
        "%Y-%m-%d %H:%M:%S.%f",
        "%Y-%m-%d %H:%M:%S %Z",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%d",
    ),
}
"""By whether a letter comes first, and how many commas there are: Python compiles a format anew nearly each time."""

_HTTP_DATE = re.compile(r"[A-Z][a-z]{2}, (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) (?:GMT|UTC)", re.ASCII)
"""`Thu, 29 Jan 2026 06:39:07 GMT`, which AWS Health writes several of: read apart, since `strptime` takes its time."""
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}


def parse_json(text: str | bytes) -> Any:
    """A JSON document's value.

    Raises:
        Unreadable: it is no JSON, or nested more than 100 deep.
    """
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable("$", f"wanted JSON: {error}") from None
    except RecursionError:
        raise Unreadable("$", f"nested more than {_MAX_DEPTH} deep") from None
    if _may_be_deep(text) and _too_deep(value, _MAX_DEPTH):
        raise Unreadable("$", f"nested more than {_MAX_DEPTH} deep")
    return value


def _may_be_deep(text: str | bytes) -> bool:
    """Whether there are brackets enough to nest too deep: counting them is quick, and few documents have as many."""
    opened = text.count("{") + text.count("[") if isinstance(text, str) else text.count(b"{") + text.count(b"[")
    return opened > _MAX_DEPTH


def _too_deep(value: Any, left: int) -> bool:
    layer: list[Any] = [value]
    while layer:
        if left < 0:
            return True
        left -= 1
        layer = [
            inner
            for item in layer
            if isinstance(item, (dict, list))
            for inner in (cast("dict[str, Any]", item).values() if isinstance(item, dict) else cast("list[Any]", item))
        ]
    return False


def parse_time(value: object) -> datetime | None:
    """A moment out of any of AWS's spellings (ISO 8601, RFC 1123, seconds or ms since 1970), or None."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        seconds = value / 1000 if value > 1e11 else value
        try:
            return datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError):
            return None
    if not isinstance(value, str):
        return None
    text = value.strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        if found := _HTTP_DATE.fullmatch(text):
            return _http_date(found)
        for form in _FORMATS.get((not text[:1].isdigit(), text.count(",")), ()):
            try:
                moment = datetime.strptime(text, form)  # noqa: DTZ007  # made aware below
                break
            except ValueError:
                continue
        else:
            return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _http_date(found: re.Match[str]) -> datetime | None:
    day, month, year, hour, minute, second = found.groups()
    try:
        return datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    except (KeyError, ValueError):
        return None


class Payload:
    """A JSON value and the path that led to it.

    Getters take the keys that lead on from here (an int indexes a list). With a default they never raise; without one a
    missing or unfit value raises `Unreadable` with the whole path. Values are read kindly: numbers as floats (`8.0`),
    booleans as strings (`"True"`), JSON inside strings.
    """

    __slots__ = ("_way", "value")

    def __init__(self, value: object, path: str | _Way = "$") -> None:
        self.value = value
        self._way = path

    @property
    def path(self) -> str:
        """The keys from the document's root to here, as in `$.detail.items[0]`."""
        # Spelt only when somebody asks, which is when something is wrong: most payloads are never asked.
        if isinstance(self._way, str):
            return self._way
        before, keys = self._way
        return before.path + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)

    def __repr__(self) -> str:
        return f"Payload({self.path})"

    def __bool__(self) -> bool:
        return bool(self.value)

    def at(self, *keys: str | int) -> Payload:
        """What the keys lead to, an empty payload if they lead nowhere."""
        return Payload(_follow(self.value, keys), (self, keys))

    def has(self, *keys: str | int) -> bool:
        """Whether the keys lead to a value that is not null."""
        return _follow(self.value, keys) is not None

    def text(self, *keys: str | int, default: str | None = None) -> str:
        """A string; numbers and booleans are spelt as JSON spells them, whole floats as integers."""
        value: Any = self.value
        for key in keys:  # as `_follow` does, without the call: layouts read little else
            value = value.get(key) if value.__class__ is dict else _step(value, key)
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (int, float)):
            return plain_number(value)
        if default is None:
            raise Unreadable(self.at(*keys).path, "wanted text")
        return default

    def number(self, *keys: str | int, default: float | None = None) -> float:
        """A number, also from a string that holds one."""
        value = _follow(self.value, keys)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
        if isinstance(value, str):
            try:
                return float(value)
            except ValueError:
                pass
        if default is None:
            raise Unreadable(self.at(*keys).path, "wanted a number")
        return default

    def flag(self, *keys: str | int, default: bool = False) -> bool:
        """A boolean, also from the strings `true` and `True`."""
        value = _follow(self.value, keys)
        if isinstance(value, str):
            return value.strip().lower() == "true"
        return value if isinstance(value, bool) else default

    def time(self, *keys: str | int) -> datetime | None:
        """A moment in any of AWS's spellings, or None."""
        return parse_time(_follow(self.value, keys))

    def items(self, *keys: str | int) -> Iterator[tuple[str, Payload]]:
        """The members of an object, none if it is no object."""
        found = self.at(*keys)
        value = found.value
        if isinstance(value, Mapping):
            for key, inner in cast("Mapping[str, object]", value).items():
                yield key, Payload(inner, (found, (key,)))

    def each(self, *keys: str | int) -> Iterator[Payload]:
        """The elements of a list; none if it is null, itself if it is a single value."""
        value = _follow(self.value, keys)
        if isinstance(value, list):
            elements = cast("list[object]", value)
            found = Payload(elements, (self, keys))
            for index, element in enumerate(elements):
                yield Payload(element, (found, (index,)))
        elif value is not None:
            yield Payload(value, (self, keys))

    def texts(self, *keys: str | int) -> tuple[str, ...]:
        """The elements of a list that are text or numbers."""
        return tuple([text for item in self.each(*keys) if (text := item.text(default=""))])

    def inner(self, *keys: str | int) -> Payload:
        """What the keys lead to; if that is a string with a JSON object or list in it, what stands in there."""
        found = self.at(*keys)
        if isinstance(found.value, str) and found.value.lstrip()[:1] in ("{", "["):
            try:
                return Payload(parse_json(found.value), (found, ()))
            except Unreadable:
                return found
        return found


_Way = tuple[Payload, tuple[str | int, ...]]
"""Where a payload was reached from, and the keys from there on."""


def _follow(value: Any, keys: tuple[str | int, ...]) -> Any:
    for key in keys:
        # A plain object is what nearly every step is taken in; `Mapping` costs ten times as much to ask for.
        value = value.get(key) if value.__class__ is dict else _step(value, key)
    return value


def _step(value: object, key: str | int) -> object:
    if isinstance(key, str) and isinstance(value, Mapping):
        return cast("Mapping[str, object]", value).get(key)
    if isinstance(key, int) and isinstance(value, list):
        elements = cast("list[object]", value)
        return elements[key] if -len(elements) <= key < len(elements) else None
    return None


def plain_number(value: float) -> str:
    """A number as people write it: `8` for 8.0, `0.1` for 0.1."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


EMPTY = Payload(None)

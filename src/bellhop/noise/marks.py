"""`Mark`: what is remembered of something between events, the same on every replica because the store keeps it."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from bellhop.noise.facts import Facts


class Mark(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """What was seen of one thing in one channel. Moments are microseconds since 1970.

    Args:
        moments: when it was counted, oldest first, as far back as counts.
        last: when it was last seen.
        digest: the digest that it joins, or empty.
        since: when that digest began.
        first: id of the delivery that was first, of something that may come twice; the digest, of what flaps.
        step: the last thing that happened to a thread.
        shown: the thread's parent was posted.
    """

    moments: tuple[int, ...] = ()
    last: int = 0
    digest: str = ""
    since: int = 0
    first: str = ""
    step: str = ""
    shown: bool = False


NOTHING = Mark()


def key(channel: str, kind: str, name: str) -> bytes:
    """The key of a mark, 16 bytes: of a repeat, a type, a resource, a thread, or of quiet hours."""
    return blake2b(f"{channel}\0{kind}\0{name}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


def keys_of(channel: str, facts: Facts) -> tuple[bytes, bytes, bytes, bytes]:
    """The keys of the marks that decide about news in a channel: repeat, type, thread or resource, quiet hours.

    What has no such mark has an empty key.
    """
    return (
        key(channel, "same", f"{facts.sameness}\0{facts.same}") if facts.same else b"",
        key(channel, "type", facts.type),
        _subject(channel, facts),
        key(channel, "quiet", ""),
    )


def _subject(channel: str, facts: Facts) -> bytes:
    if facts.thread:
        return key(channel, "thread", facts.thread)
    return key(channel, "resource", facts.resource) if facts.resource else b""

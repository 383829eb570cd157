"""Links to pictures and files: signed, so that nobody can guess one, and expiring, so that none is for ever. Pure."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from urllib.parse import quote, urlencode


def picture_path(name: str, expires: datetime, key: bytes) -> str:
    """Where a picture is served: `/pictures/<name>.png?expires=…&signature=…`.

    Args:
        name: the picture's id.
        expires: until when; whole seconds count.
        key: what links are signed with.
    """
    until = str(int(expires.timestamp()))
    return f"/pictures/{name}.png?{urlencode({'expires': until, 'signature': _sign('picture', name, until, key)})}"


def file_path(id: str, channel: str, expires: datetime, key: bytes) -> str:  # noqa: A002  # it is the id
    """Where a channel's file is served: `/files/<channel>/<id>?expires=…&signature=…`; arguments as above."""
    until = str(int(expires.timestamp()))
    signature = _sign("file", f"{channel}\n{id}", until, key)
    return f"/files/{quote(channel, safe='')}/{id}?{urlencode({'expires': until, 'signature': signature})}"


def is_good(name: str, expires: str, signature: str, key: bytes, now: datetime) -> bool:
    """Whether a picture's link was made here and has not expired.

    Args:
        name: the picture's id.
        expires: as the link has it.
        signature: as the link has it.
        key: what links are signed with.
        now: the time.
    """
    return _is_good("picture", name, expires, signature, key, now)


def is_good_file(id: str, channel: str, expires: str, signature: str, key: bytes, now: datetime) -> bool:  # noqa: A002  # it is the id
    """Whether a link to a channel's file was made here and has not expired; arguments as above."""
    return _is_good("file", f"{channel}\n{id}", expires, signature, key, now)


def _is_good(kind: str, name: str, expires: str, signature: str, key: bytes, now: datetime) -> bool:
    wanted = _sign(kind, name, expires, key)
    if not hmac.compare_digest(wanted.encode(), signature.encode()):
        return False
    return int(expires) > now.timestamp()


def _sign(kind: str, name: str, expires: str, key: bytes) -> str:
    return hmac.new(key, f"{kind}\n{name}\n{expires}".encode(), hashlib.sha256).hexdigest()

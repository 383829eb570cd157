"""Links to pictures: signed, so that nobody can guess one, and expiring, so that none is good for ever. Pure."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from urllib.parse import urlencode


def picture_path(name: str, expires: datetime, key: bytes) -> str:
    """Where a picture is served: `/pictures/<name>.png?expires=…&signature=…`.

    Args:
        name: the picture's id.
        expires: until when; whole seconds count.
        key: what links are signed with.
    """
    until = str(int(expires.timestamp()))
    return f"/pictures/{name}.png?{urlencode({'expires': until, 'signature': _sign(name, until, key)})}"


def is_good(name: str, expires: str, signature: str, key: bytes, now: datetime) -> bool:
    """Whether a link was made here and has not expired.

    Args:
        name: the picture's id.
        expires: as the link has it.
        signature: as the link has it.
        key: what links are signed with.
        now: the time.
    """
    wanted = _sign(name, expires, key)
    if not hmac.compare_digest(wanted.encode(), signature.encode()):
        return False
    return int(expires) > now.timestamp()


def _sign(name: str, expires: str, key: bytes) -> str:
    return hmac.new(key, f"picture\n{name}\n{expires}".encode(), hashlib.sha256).hexdigest()

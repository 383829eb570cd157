"""Whether the words of a link say that it leads somewhere else than it does."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

_ADDRESS = re.compile(r"https?:[/\\]*([\w.-]+)|(?<![\w.-])(www\.[\w.-]+)", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w.-])((?:[\w-]+\.)+[^\W\d_]{2,})(?![\w-])")


def misleads(label: str, url: str, *, names: bool = False) -> bool:
    """Whether a link's label names another host than the link leads to.

    Args:
        label: what would be shown.
        url: where it leads.
        names: a host's bare name (`aws.amazon.com`) counts too, not only an address (`https://…`, `www.…`). For links
            that an outsider wrote; in our own, `report.csv` is a file.
    """
    said = label if label.isascii() else _readable(label)
    found = [first or second for first, second in _ADDRESS.findall(said)]
    if names:
        found += _NAME.findall(said)
    if not found:
        return False
    target = _host(url)
    return not all(_same(host.strip(".-").lower().removeprefix("www."), target) for host in found)


def _readable(label: str) -> str:
    """A label as its reader takes it: without what nobody sees, and with full-width letters and dots as plain ones."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", label) if unicodedata.category(sign) != "Cf")
    return seen.replace("。", ".")


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname or parts.path.rpartition("@")[2]  # mailto: has a path only
    except ValueError:
        return ""
    return host.lower().rstrip(".").removeprefix("www.")


def _same(said: str, target: str) -> bool:
    return said == target or target.endswith(f".{said}")

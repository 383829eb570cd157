"""The kinds of values that stand in bellhop.yaml: secrets, URLs, zones, each told in words when it is none."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from bellhop.span import parse_span

_DAY = timedelta(days=1)
_STORES = "wanted sqlite:///FILE or postgresql+psycopg://USER@HOST/DATABASE"


def is_web_url(url: str, *schemes: str) -> bool:
    """Whether it is a URL of one of these schemes (lower case), with a host and, if it has a port, a right one."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # reading it is what checks it
    except ValueError:
        return False
    return parts.scheme in schemes and bool(parts.hostname) and re.fullmatch(r"[!-~]+", url) is not None


def _read_secret(value: Any) -> str:
    if isinstance(value, dict) and len(cast("dict[str, Any]", value)) == 1:
        ((kind, where),) = cast("dict[str, Any]", value).items()
        if kind == "env" and isinstance(where, str):
            if not (secret := os.environ.get(where, "")):
                raise ValueError(f"the environment variable {where} is not set")
            return secret
        if kind == "file" and isinstance(where, str):
            try:
                return Path(where).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise ValueError(f"the file {where} can't be read: {error.strerror}") from None
            except UnicodeDecodeError:
                raise ValueError(f"the file {where} holds no UTF-8 text") from None
    raise ValueError("wanted {env: NAME} or {file: PATH}, so that the secret itself stands elsewhere")


def _read_address(value: Any, info: ValidationInfo) -> Any:
    secret = info.data.get("platform") == "chime" and value != ""
    return _read_secret(value) if secret or isinstance(value, dict) else value


def _token_of(prefix: str, kind: str) -> AfterValidator:
    def check(token: str) -> str:
        if token and not token.startswith(prefix):
            raise ValueError(f"wanted {kind}, which begins with {prefix}")
        return token

    return AfterValidator(check)


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"no such time zone: {name!r}; wanted an IANA name such as Asia/Seoul") from None
    return name


def read_keep(value: Any) -> timedelta:
    """For how long something is kept: `90d`, `7y`, `forever`, which is zero."""
    if str(value).strip().lower() == "forever":
        return timedelta(0)
    found = re.fullmatch(r"([1-9]\d{0,3})\s*([hdwy])", str(value).strip().lower())
    if found is None:
        raise ValueError("wanted how long to keep it, such as 90d, 12w or 7y, or forever")
    return int(found[1]) * {"h": timedelta(hours=1), "d": _DAY, "w": 7 * _DAY, "y": 366 * _DAY}[found[2]]


def _size(value: Any) -> int:
    """A number of bytes: `500MB`, `5GB`, `2 GiB`, `0`."""
    found = re.fullmatch(r"(\d{1,15})\s*([kmgt]?)(i?)b?", str(value).strip().lower())
    if found is None or isinstance(value, bool):
        raise ValueError("wanted a size such as 500MB or 5GB")
    return int(found[1]) * (1024 if found[3] else 1000) ** " kmgt".index(found[2] or " ")


def _web_url(url: str) -> str:
    if url and not is_web_url(url, "http", "https"):
        raise ValueError("wanted a URL that begins with https:// or http:// and names a host")
    return url


def _store_url(url: str) -> str:
    """A URL that the store can open; it may hold a password, so no mistake quotes it."""
    if re.fullmatch(r"sqlite:///[^\x00]+", url):
        return url
    scheme, _, rest = url.partition("://")
    if scheme not in {"postgresql", "postgresql+psycopg"} or not rest:
        raise ValueError(_STORES)
    from sqlalchemy import make_url  # noqa: PLC0415  # SQLite is what most have, and needs no second look
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415  # as above

    try:
        make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError(_STORES) from None
    if find_spec("psycopg") is None:
        raise ValueError("PostgreSQL needs a driver: pip install 'bellhop-aws[postgres]'")
    return f"postgresql+psycopg://{rest}"


Hidden = Annotated[str, BeforeValidator(_read_secret)]
"""A secret inside something else, whose field hides it."""
Secret = Annotated[str, BeforeValidator(_read_secret), Field(repr=False)]
BotToken = Annotated[Secret, _token_of("xoxb-", "the app's Bot User OAuth Token")]
AppToken = Annotated[Secret, _token_of("xapp-", "an app-level token")]
Address = Annotated[str, BeforeValidator(_read_address), Field(repr=False)]
Zone = Annotated[str, AfterValidator(_known_zone)]
Span = Annotated[timedelta, BeforeValidator(lambda value: parse_span(str(value)))]
Keep = Annotated[timedelta, BeforeValidator(read_keep)]
Size = Annotated[int, BeforeValidator(_size)]
WebUrl = Annotated[str, AfterValidator(_web_url)]
StoreUrl = Annotated[str, AfterValidator(_store_url), Field(repr=False)]
TopicArn = Annotated[
    str, Field(pattern=r"^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_.-]*\*?$|^arn:aws[a-z-]*:sns:[a-z0-9-]*:?\*$")
]

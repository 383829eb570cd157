"""Our own side: the store, the disk beneath it, the clock, the public address."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bellhop.config import Config
from bellhop.doctor.finding import Finding, bad, doubt, good
from bellhop.store import Store
from bellhop.store.migrate import behind

_TIMEOUT = aiohttp.ClientTimeout(total=10)
_LITTLE = 500_000_000


def look_at_store(url: str) -> list[Finding]:
    """Whether the database can be reached and is up to date, and whether its disk has room; it is not migrated."""
    name = make_url(url)
    if name.get_backend_name() != "sqlite":
        return [_reachable(url, name.render_as_string(hide_password=True))]
    file = Path(name.database or "").absolute()
    if not file.parent.is_dir():
        return [bad("store", f"the folder {file.parent} is not there", "make it, or set store.url")]
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        return [bad("store", f"{file} can't be written", "give it to the user that Bellhop runs as")]
    findings = [_reachable(url, str(file)) if file.exists() else good("store", f"{file} is made at the first start")]
    room = shutil.disk_usage(file.parent)
    free = f"{room.free / 1e9:.1f} GB of {room.total / 1e9:.1f} GB are free on the disk of {file.parent}"
    if room.free < _LITTLE or room.free < room.total / 50:
        findings.append(doubt("store", free, "make room, or set store.keep and store.keep_bytes lower"))
    else:
        findings.append(good("store", free))
    return findings


def _reachable(url: str, name: str) -> Finding:
    store = Store(url)
    try:
        lacking = behind(store.engine)
    except SQLAlchemyError as error:
        origin = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        return bad("store", f"{name} can't be read: {origin}", "check store.url, and that the database runs")
    finally:
        store.close()
    match lacking:
        case None:
            return bad("store", f"{name} is of a newer Bellhop", "install that version, or give this one its own store")
        case 0:
            return good("store", f"{name} can be read and is up to date")
        case _:
            return doubt("store", f"{name} lacks {lacking} migrations", "the next start of bellhop serve makes them")


async def look_at_clock(config: Config) -> Finding:
    """How far our clock is from that of whom we talk to: AWS refuses what is signed five minutes off."""
    url = config.aws.endpoint or "https://sts.amazonaws.com"
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=True) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            told = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return doubt("clock", f"{url} does not tell the time: {error!r}", "let Bellhop reach AWS over HTTPS")
    off = abs(datetime.now(UTC) - told)
    if off > timedelta(minutes=1):
        state = bad if off > timedelta(minutes=4) else doubt
        return state(
            "clock", f"this machine's clock is {off.total_seconds():.0f} s off", "run chrony or another NTP client"
        )
    return good("clock", "this machine's clock is right")


async def look_at_url(url: str) -> Finding | None:
    """Whether the public address leads to a Bellhop; None if there is none."""
    if not url:
        return None
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=True) as session,
            session.get(f"{url.rstrip('/')}/healthz", allow_redirects=False) as answer,
        ):
            status, text = answer.status, (await answer.content.read(100)).decode(errors="replace").strip()
    except (aiohttp.ClientError, TimeoutError) as error:
        return bad("web", f"{url} can't be reached: {error!r}", "start Bellhop, and lead server.public_url to it")
    if (status, text) != (200, "ok"):
        return bad("web", f"{url}/healthz answers {status}, not as Bellhop does", "lead server.public_url to Bellhop")
    return good("web", f"{url} leads to a Bellhop")

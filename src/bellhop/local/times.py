"""The ways in which AWS writes a time; all are UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return the time, aware, in UTC."""
    return datetime.now(UTC)


def naive_utc(time: datetime) -> datetime:
    """Return the time as moto keeps it: UTC without saying so."""
    return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time


def seconds_z(time: datetime) -> str:
    """Write `2026-11-23T00:00:10Z`, as CloudTrail and EventBridge do."""
    return naive_utc(time).strftime("%Y-%m-%dT%H:%M:%SZ")


def millis_z(time: datetime) -> str:
    """Write `2026-11-23T00:00:10.123Z`, as SNS does."""
    return naive_utc(time).isoformat(timespec="milliseconds") + "Z"


def millis_offset(time: datetime) -> str:
    """Write `2026-11-23T00:00:10.123+0000`, as CloudWatch does."""
    return naive_utc(time).isoformat(timespec="milliseconds") + "+0000"

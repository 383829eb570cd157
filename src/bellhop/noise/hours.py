"""Quiet hours and maintenance windows: whether a moment lies within them, on the channel's clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bellhop.noise.facts import Facts
from bellhop.noise.settings import Maintenance, NoiseSettings, QuietHours


def quiet_until(settings: NoiseSettings, facts: Facts, now: datetime) -> datetime | None:
    """When the quiet hours end that keep news back now; None if none do."""
    ends = (
        _end(hours, now.astimezone(ZoneInfo(settings.timezone)))
        for hours in settings.quiet
        if facts.severity not in hours.heard
    )
    return max((end for end in ends if end), default=None)


def _end(hours: QuietHours, local: datetime) -> datetime | None:
    """When the quiet hours end that a moment lies in; those that began the day before count."""
    for days in (0, 1):
        day = (local - timedelta(days=days)).date()
        if day.weekday() not in hours.days:
            continue
        start = datetime.combine(day, hours.start, local.tzinfo)
        last = day if hours.end > hours.start else day + timedelta(days=1)
        end = datetime.combine(last, hours.end, local.tzinfo)
        if start <= local < end:
            return end
    return None


def maintained(settings: NoiseSettings, facts: Facts, now: datetime) -> str:
    """Why news is of no use now, because of a maintenance window; empty if there is none."""
    for window in settings.maintenance:
        end = window_end(window, settings.timezone, now)
        if end and window.match.fits(facts):
            local = end.astimezone(ZoneInfo(settings.timezone))
            return f"maintenance “{window.name}” until {local.isoformat(' ', 'minutes')[:16]} ({window.match.words()})"
    return ""


def window_end(window: Maintenance, timezone: str, now: datetime) -> datetime | None:
    """When a window ends that is open at a moment; None if it is not."""
    if window.every is not None:
        # The last time that it began is the one that follows a moment as long ago as it lasts.
        began = window.every.after(now - window.lasts, timezone)
        return began + window.lasts if began <= now else None
    if window.start and window.end and window.start <= now < window.end:
        return window.end
    return None

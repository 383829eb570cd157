"""Noise is decided where deliveries are put into the outbox, in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bellhop.delivery import State
from bellhop.noise import Facts, Join, Mark, NoiseSettings, Send, Silence, Silent, decide, keys_of
from bellhop.store.alerts import open_alerts, settle_alerts
from bellhop.store.digests import join_digests
from bellhop.store.marks import lock_channels, read_marks, write_marks
from bellhop.store.silences import active_silences


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A delivery that is about to be put into the outbox.

    Args:
        row: as the outbox has it; `digest` is set, and `state`, `reason` and `finished` if it is not to be sent.
        facts: what noise is decided by; None = it is sent.
        settings: what its channel wants to be spared; None = it is sent.
    """

    row: dict[str, Any]
    facts: Facts | None
    settings: NoiseSettings | None


def hush(connection: Connection, news: Sequence[News], now: datetime) -> None:
    """Decides of each delivery whether it is sent, joins a digest or stays silent, and remembers what counts."""
    lock_channels(connection, {one.row["channel"] for one in news if one.facts})
    keys = {key for one in news if one.facts for key in keys_of(one.row["channel"], one.facts) if key}
    marks = read_marks(connection, keys, now)
    silences = active_silences(connection, now)
    changed: dict[bytes, tuple[Mark, datetime]] = {}
    joins: list[tuple[str, Join]] = []
    for one in news:
        one.row.setdefault("digest", None)
        one.row.setdefault("reason", "")
        one.row.setdefault("finished", None)
        if one.facts and one.settings:
            join = _decide(one, one.facts, one.settings, marks, changed, silences, now)
            if join:
                joins.append((one.row["channel"], join))
    write_marks(connection, changed)
    if joins:
        join_digests(connection, joins, now)
    sent = [one for one in news if one.row["state"] == State.PENDING and one.facts]
    settle_alerts(connection, [one.row for one in news if one.row["thread"]])
    open_alerts(connection, [(one.row, one.facts, one.settings) for one in sent if one.facts and one.settings], now)


def _decide(
    one: News,
    facts: Facts,
    settings: NoiseSettings,
    marks: dict[bytes, Mark],
    changed: dict[bytes, tuple[Mark, datetime]],
    silences: Sequence[Silence],
    now: datetime,
) -> Join | None:
    verdict = decide(facts, (one.row["channel"], one.row["id"]), settings, marks, silences, now)
    changed.update(verdict.marks)
    marks.update(_bare(verdict.marks))
    match verdict.fate:
        case Send():
            return None
        case Silent(reason=reason):
            one.row.update(state=State.SILENT.value, reason=reason, finished=now)
            return None
        case Join() as join:
            one.row.update(state=State.GROUPED.value, reason=join.reason, finished=now, digest=join.digest.id)
            return join


def _bare(marks: Mapping[bytes, tuple[Mark, datetime]]) -> dict[bytes, Mark]:
    return {key: mark for key, (mark, _) in marks.items()}

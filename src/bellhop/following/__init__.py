"""Runs that take time: which operations begin one, and how far it is. A table and how it is read, no calls."""

from __future__ import annotations

from collections.abc import Mapping

from bellhop.following import deploying, machines
from bellhop.following.row import Run, Way

RUNS: Mapping[str, Run] = {
    start: row for rows in (deploying.rows, machines.rows) for row in rows() for start in row.starts
}
"""Every row by each of the operations that begin it, `ssm:SendCommand`."""

__all__ = ["RUNS", "Run", "Way"]

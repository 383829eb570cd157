"""The regions that AWS has."""

from __future__ import annotations

import difflib
from functools import cache

from botocore.session import Session

from bellhop.command import Command
from bellhop.errors import NotUnderstood
from bellhop.phrase import phrase


@cache
def known_regions() -> frozenset[str]:
    """The regions of every partition, as botocore's own list has them."""
    session = Session()
    return frozenset(
        region
        for partition in session.get_available_partitions()
        for service in ("ec2", "sts")
        for region in session.get_available_regions(service, partition)
    )


def check_region(command: Command) -> None:
    """Refuses a command for a region that does not exist: its name would become part of a host's name.

    Raises:
        NotUnderstood: `bad-value`, with the regions that look like it as hints.
    """
    region = command.region
    if not region or region in known_regions():
        return
    hints = tuple(command.text.replace(region, found) for found in _near(region))
    raise NotUnderstood("bad-value", _unknown(region), hints=hints)


def check_region_name(region: str) -> None:
    """Refuses a region that does not exist, of which no command speaks, but the configuration or the machine.

    Raises:
        NotUnderstood: `bad-value`.
    """
    if region not in known_regions():
        raise NotUnderstood("bad-value", _unknown(region), fix="say set region, or add --region")


def _near(region: str) -> list[str]:
    return difflib.get_close_matches(region, sorted(known_regions()), n=3, cutoff=0.5)


def _unknown(region: str) -> str:
    if near := _near(region):
        return phrase("AWS has no region {region}; did you mean {near}?", region=region, near=", ".join(near))
    return phrase("AWS has no region {region}.", region=region)

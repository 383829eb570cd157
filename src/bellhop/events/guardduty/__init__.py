"""Whom a GuardDuty finding is about, and where the threat comes from.

https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html
"""

from __future__ import annotations

from collections.abc import Iterator

from bellhop.payload import Payload

_NAMES = (
    "instanceId",
    "name",
    "userName",
    "functionName",
    "dbInstanceIdentifier",
    "dbClusterIdentifier",
    "username",
    "user",
)


def names(resource: Payload) -> Iterator[str]:
    """The names of what was attacked: each `…Details` of the resource has one of its own spelling."""
    for key, value in resource.items():
        for item in value.each() if "etails" in key else ():
            name = next((text for known in _NAMES if (text := item.text(known, default=""))), "")
            yield from (f"{key.removesuffix('Details')} {name}",) if name else ()


def origins(action: Payload) -> Iterator[str]:
    """The addresses that it came from, with country and network."""
    for key, inner in action.items():
        for item in (inner, *inner.each("portProbeDetails")) if key.endswith("Action") else ():
            remote = item.at("remoteIpDetails")
            address = remote.text("ipAddressV4", default="") or remote.text("ipAddressV6", default="")
            around = (
                remote.text("country", "countryName", default=""),
                remote.text("organization", "asnOrg", default=""),
            )
            if address:
                yield " · ".join((address, *filter(None, around)))

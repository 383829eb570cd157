"""EC2 security group rules in short: `--protocol tcp --port 22 --cidr 203.0.113.0/24` for one IP permission."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bellhop.syntax.models import Operation
from bellhop.syntax.options import Parameters, Table, exclude, extra
from bellhop.syntax.values import BadValue

_NAMES = ("tcp", "udp", "icmp", "all")


def _permission(parameters: Parameters) -> dict[str, Any]:
    return parameters.setdefault("IpPermissions", [{}])[0]


def _put_protocol(parameters: Parameters, raw: str) -> None:
    if not raw:
        return
    known = raw in _NAMES or (raw.lstrip("-").isdigit() and -1 <= int(raw) <= 255)
    if not known:
        raise BadValue("a protocol is tcp, udp, icmp, all or a number from 0 to 255")
    _permission(parameters)["IpProtocol"] = "-1" if raw == "all" else raw


def _put_port(parameters: Parameters, raw: str) -> None:
    if not raw:
        return
    first, _, last = ("-1", "", "-1") if raw in {"-1", "all"} else raw.partition("-")
    try:
        bounds = {"FromPort": int(first), "ToPort": int(last or first)}
    except ValueError:
        raise BadValue("a port looks like 22 or 8000-8080") from None
    _permission(parameters).update(bounds)


def _put_cidr(parameters: Parameters, raw: str) -> None:
    if raw:
        _permission(parameters)["IpRanges"] = [{"CidrIp": raw}]


def _put_pair(parameters: Parameters, key: str, raw: str) -> None:
    if raw:
        _permission(parameters).setdefault("UserIdGroupPairs", [{}])[0][key] = raw


def _put_source(parameters: Parameters, raw: str) -> None:
    _put_pair(parameters, "GroupId" if raw.startswith("sg-") else "GroupName", raw)


def _put_owner(parameters: Parameters, raw: str) -> None:
    _put_pair(parameters, "UserId", raw)


def _short_rule(_: Operation, table: Table) -> None:
    table.add(extra("protocol", _put_protocol, sentence="tcp, udp, icmp, all, or a protocol's number."))
    table.add(extra("port", _put_port, sentence="A port or a range, as 22 or 8000-8080; all for every port."))
    table.add(extra("cidr", _put_cidr, sentence="The IPv4 addresses, as 203.0.113.0/24."))
    table.add(extra("source-group", _put_source, sentence="The security group that traffic comes from."))
    table.add(extra("group-owner", _put_owner, sentence="The account that owns the source group."))
    exclude(table, ["ip-permissions"], ["protocol", "port", "cidr", "source-group", "group-owner"])
    for covered in ("ip-protocol", "from-port", "to-port", "cidr-ip"):
        if covered in table.options:
            table.change(covered, hidden=True)


ADJUSTMENTS: Mapping[tuple[str, str], Any] = {
    ("ec2", f"{what}-security-group-{way}"): _short_rule
    for what in ("authorize", "revoke")
    for way in ("ingress", "egress")
}

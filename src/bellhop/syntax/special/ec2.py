"""EC2: booleans wrapped in a structure, the short forms of `run-instances`, protocol names of network ACLs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bellhop.syntax.models import Operation
from bellhop.syntax.options import Option, Parameters, Table, Takes, exclude, extra
from bellhop.syntax.shapes import Shape, StructureShape
from bellhop.syntax.values import BadValue, FileWanted, expected, is_array, is_object, unpack

_PROTOCOLS = {"tcp": "6", "udp": "17", "icmp": "1", "all": "-1"}


def _wrapped_booleans(_: Operation, table: Table) -> None:
    """Let `--x` and `--no-x` stand for `{"Value": true}` and `{"Value": false}`."""
    for option in list(table.options.values()):
        if option.shape is None or not _is_wrapped_boolean(option.shape):
            continue
        table.change(option.name, takes=Takes.MAYBE, put=_wrapped(option.member, option.shape), type="boolean")
        name = f"no-{option.name}"
        negative = replace(option, name=name, dest=name, takes=Takes.NOTHING, required=False, type="boolean")
        table.add(replace(negative, put=_unwrapped_false(option.member)))
        exclude(table, [option.dest], [name])


def _is_wrapped_boolean(shape: Shape) -> bool:
    if not isinstance(shape, StructureShape) or list(shape.members) != ["Value"]:
        return False
    return shape.members["Value"].type_name == "boolean"


def _wrapped(member: str, shape: Shape) -> Any:
    def put(parameters: Parameters, raw: str | None) -> None:
        if raw is None or raw.lower() in {"true", "false"}:
            parameters[member] = {"Value": raw is None or raw.lower() == "true"}
        else:
            parameters[member] = unpack(shape, raw)

    return put


def _unwrapped_false(member: str) -> Any:
    def put(parameters: Parameters, _: bool) -> None:
        parameters[member] = {"Value": False}

    return put


def _run_instances(_: Operation, table: Table) -> None:
    table.remove("min-count")
    table.remove("max-count")
    table.add(extra("count", _put_count, sentence="How many instances, as 1 or 1:10 (at least : at most)."))
    table.add(extra("secondary-private-ip-addresses", _put_addresses, takes=Takes.ANY, kind="list of strings"))
    table.add(extra("secondary-private-ip-address-count", _put_address_count, kind="whole number"))
    name = "associate-public-ip-address"
    public = Option(name=name, dest=name, takes=Takes.NOTHING, put=_put_public, type="boolean")
    table.add(public)
    table.add(replace(public, name=f"no-{name}", flag=False))
    simple = ["secondary-private-ip-addresses", "secondary-private-ip-address-count", "associate-public-ip-address"]
    exclude(table, ["network-interfaces"], simple)
    table.finishes += [_into_interface, _one_instance]


def _put_count(parameters: Parameters, raw: str) -> None:
    least, _, most = raw.partition(":")
    try:
        parameters["MinCount"], parameters["MaxCount"] = int(least), int(most or least)
    except ValueError:
        raise BadValue("a count looks like 1 or 1:10") from None


def _interface(parameters: Parameters) -> dict[str, Any]:
    return parameters.setdefault("NetworkInterfaces", [{"DeviceIndex": 0}])[0]


def _put_addresses(parameters: Parameters, raw: list[str]) -> None:
    if raw:
        addresses = [{"PrivateIpAddress": address, "Primary": False} for address in raw]
        _interface(parameters).setdefault("PrivateIpAddresses", addresses)


def _put_address_count(parameters: Parameters, raw: str) -> None:
    try:
        count = int(raw)
    except ValueError:
        raise expected("a whole number", raw) from None
    if count:
        _interface(parameters)["SecondaryPrivateIpAddressCount"] = count


def _put_public(parameters: Parameters, raw: bool) -> None:
    _interface(parameters)["AssociatePublicIpAddress"] = raw


_MOVED = {
    "SubnetId": "SubnetId",
    "SecurityGroupIds": "Groups",
    "Ipv6AddressCount": "Ipv6AddressCount",
    "Ipv6Addresses": "Ipv6Addresses",
    "EnablePrimaryIpv6": "PrimaryIpv6",
}


def _into_interface(parameters: Parameters) -> None:
    """Move what EC2 takes only inside a network interface once one is described with addresses."""
    interfaces = parameters.get("NetworkInterfaces")
    if not is_array(interfaces) or not interfaces or not is_object(interfaces[0]):
        return
    interface = interfaces[0]
    if not interface.keys() & {"PrivateIpAddresses", "SecondaryPrivateIpAddressCount", "AssociatePublicIpAddress"}:
        return
    for outer, inner in _MOVED.items():
        if outer in parameters:
            interface[inner] = parameters.pop(outer)
    if "PrivateIpAddress" in parameters:
        address = parameters.pop("PrivateIpAddress")
        interface["PrivateIpAddresses"] = [{"PrivateIpAddress": address, "Primary": True}]


def _one_instance(parameters: Parameters) -> None:
    parameters.setdefault("MaxCount", 1)
    parameters.setdefault("MinCount", 1)


def _network_acl(_: Operation, table: Table) -> None:
    table.finishes.append(_protocol_number)


def _protocol_number(parameters: Parameters) -> None:
    if "Protocol" in parameters:
        parameters["Protocol"] = _PROTOCOLS.get(parameters["Protocol"], parameters["Protocol"])


def _password_data(_: Operation, table: Table) -> None:
    table.add(extra("priv-launch-key", _put_key))


def _put_key(_: Parameters, raw: str) -> None:
    raise FileWanted(raw)


def _bundle_instance(_: Operation, table: Table) -> None:
    table.change("storage", required=False)
    short = {"bucket": "Bucket", "prefix": "Prefix", "owner-akid": "AWSAccessKeyId", "policy": "UploadPolicy"}
    for name, member in short.items():
        table.add(extra(name, _putting_storage(member)))
    table.add(extra("owner-sak", _putting_storage("_SAK")))
    table.change("owner-sak", hidden=True, refused="a secret key doesn't belong in a channel")
    exclude(table, ["storage"], short)


def _putting_storage(member: str) -> Any:
    def put(parameters: Parameters, raw: str) -> None:
        if raw:
            parameters.setdefault("Storage", {"S3": {}})["S3"][member] = raw

    return put


ADJUSTMENTS: Mapping[tuple[str, str], Any] = {
    ("ec2", "*"): _wrapped_booleans,
    ("ec2", "bundle-instance"): _bundle_instance,
    ("ec2", "create-network-acl-entry"): _network_acl,
    ("ec2", "get-password-data"): _password_data,
    ("ec2", "replace-network-acl-entry"): _network_acl,
    ("ec2", "run-instances"): _run_instances,
}

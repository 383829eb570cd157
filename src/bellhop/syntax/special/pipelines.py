"""Data Pipeline's definitions: the JSON that people write → the objects and fields that the API takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bellhop.syntax.models import Operation
from bellhop.syntax.options import Parameters, Table, Takes, exclude, extra
from bellhop.syntax.values import BadValue, from_json, is_array, is_object


def _put_definition(_: Operation, table: Table) -> None:
    table.remove("pipeline-objects")
    table.add(extra("pipeline-definition", _put_whole, kind="JSON", sentence="The pipeline's definition, as JSON."))
    table.change("pipeline-definition", required=True)
    table.change("parameter-objects", takes=Takes.ONE, put=_put_objects, type="JSON")
    _values(table)


def _activate(_: Operation, table: Table) -> None:
    _values(table)


def _values(table: Table) -> None:
    table.add(extra("parameter-values-uri", _put_values_json, kind="JSON"))
    table.change("parameter-values", takes=Takes.SOME, put=_put_values, type="list of name=value")
    exclude(table, ["parameter-values"], ["parameter-values-uri"])


def _put_whole(parameters: Parameters, raw: str) -> None:
    definition = _document(raw)
    if "objects" not in definition:
        raise BadValue('the definition lacks "objects"')
    parameters["pipelineObjects"] = [_object(item) for item in definition["objects"]]
    if "parameters" in definition:
        parameters.setdefault("parameterObjects", _parameters(definition["parameters"]))
    if "values" in definition:
        parameters.setdefault("parameterValues", list(_value_pairs(definition["values"])))


def _put_objects(parameters: Parameters, raw: str) -> None:
    document = _document(raw)
    if "parameters" in document:
        parameters["parameterObjects"] = _parameters(document["parameters"])


def _put_values_json(parameters: Parameters, raw: str) -> None:
    document = _document(raw)
    if "values" in document:
        parameters["parameterValues"] = list(_value_pairs(document["values"]))


def _put_values(parameters: Parameters, raw: list[str]) -> None:
    values: dict[str, list[str]] = {}
    for pair in raw:
        name, equals, value = pair.partition("=")
        if not equals:
            raise BadValue("it looks like myName=myValue")
        values.setdefault(name, []).append(value)
    parameters["parameterValues"] = list(_value_pairs(values))


def _document(raw: str) -> dict[str, Any]:
    document = from_json(raw)
    if not is_object(document):
        raise BadValue("a JSON object was expected")
    return document


def _object(item: Any) -> dict[str, Any]:
    made = {"id": _id(item), "name": item.get("name", item["id"])}
    return {**made, "fields": list(_fields(item, leave_out=("id", "name")))}


def _parameters(items: Any) -> list[dict[str, Any]]:
    return [{"id": _id(item), "attributes": list(_fields(item, leave_out=("id",)))} for item in items]


def _id(item: Any) -> str:
    if not is_object(item) or "id" not in item:
        raise BadValue('every element needs an "id"')
    return item["id"]


def _fields(item: dict[str, Any], *, leave_out: tuple[str, ...]) -> Iterable[dict[str, Any]]:
    for key, value in sorted(item.items()):
        if key not in leave_out:
            for one in _listed(value):
                is_reference = is_object(one) and list(one) == ["ref"]
                yield {"key": key, "refValue": one["ref"]} if is_reference else {"key": key, "stringValue": one}


def _value_pairs(values: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for name, value in values.items():
        for one in _listed(value):
            yield {"id": name, "stringValue": one}


def _listed(value: Any) -> list[Any]:
    return value if is_array(value) else [value]


ADJUSTMENTS: Mapping[tuple[str, str], Any] = {
    ("datapipeline", "activate-pipeline"): _activate,
    ("datapipeline", "put-pipeline-definition"): _put_definition,
}

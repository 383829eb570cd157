"""What a target is sent of an event: all of it, a part, a constant or a template: pure.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, cast

from bellhop.local.optional import fields

if TYPE_CHECKING:
    from collections.abc import Mapping

_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\['([^']+)'\]")
_PLACEHOLDER = re.compile(r"<([A-Za-z0-9_.\-]+)>")


def written(value: Any) -> str:
    """Return JSON as EventBridge writes it, without spaces."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def target_input(target: Mapping[str, Any], event: Mapping[str, Any], rule_arn: str) -> str:
    """Return the text that a target of PutTargets is sent for an event."""
    if target.get("Input") is not None:
        return str(target["Input"])
    if target.get("InputPath"):
        return written(at_path(event, target["InputPath"]))
    if transformer := target.get("InputTransformer"):
        names = {key: at_path(event, path) for key, path in fields(transformer.get("InputPathsMap")).items()}
        return _fill(transformer["InputTemplate"], names | _predefined(event, rule_arn))
    return written({key: value for key, value in event.items() if key != "ingestion-time"})


def at_path(event: Any, path: str) -> Any:
    """Return what is at a JSON path like `$.detail.items[0].name`, or None."""
    node = event
    for name, index, quoted in _STEP.findall(path.removeprefix("$")):
        if index:
            nodes = cast("list[Any]", node) if isinstance(node, list) else []
            node = nodes[int(index)] if int(index) < len(nodes) else None
        else:
            node = cast("dict[str, Any]", node).get(name or quoted) if isinstance(node, dict) else None
    return node


def _predefined(event: Mapping[str, Any], rule_arn: str) -> dict[str, Any]:
    return {
        "aws.events.rule-arn": rule_arn,
        "aws.events.rule-name": rule_arn.rpartition("/")[2],
        "aws.events.event.ingestion-time": event.get("ingestion-time") or event.get("time"),
        "aws.events.event.json": dict(event),
        "aws.events.event": {key: value for key, value in event.items() if key != "detail"},
    }


def _fill(template: str, names: Mapping[str, Any]) -> str:
    """Put values for placeholders: as JSON, or, inside quotes, as the text of a JSON string."""
    filled, end, quoted = "", 0, False
    for found in _PLACEHOLDER.finditer(template):
        before = template[end : found.start()]
        quoted ^= len(re.findall(r'(?<!\\)"', before)) % 2 == 1
        value = names.get(found[1])
        text = value if isinstance(value, str) else "" if value is None else written(value)
        filled += before + (json.dumps(text, ensure_ascii=False)[1:-1] if quoted else written(value))
        end = found.end()
    return filled + template[end:]

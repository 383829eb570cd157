"""Apply `tools/secret_review.py` to `src/bellhop/aws/secret_paths.json`, and check both against botocore's models.

A rule that fits nothing, and a path that the models don't have, ends it with a sentence. Twice gives the same bytes.

Usage:
    python -m tools.build_secrets
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import botocore.session

from tools.secret_review import ADDED, DROPPED

TARGET = Path(__file__).parent.parent / "src" / "bellhop" / "aws" / "secret_paths.json"
Paths = dict[str, dict[str, list[str]]]


def drops(service: str, operation: str, path: str) -> bool:
    """Whether the review has a path shown."""
    return any(
        service == s and o in {operation, "*"} and (path == end or path.endswith("." + end)) for s, o, end in DROPPED
    )


def reviewed(paths: Paths) -> Paths:
    """The paths as the review wants them, sorted."""
    found = {(s, o, path) for s, operations in paths.items() for o, listed in operations.items() for path in listed}
    made: Paths = {}
    for service, operation, path in sorted({one for one in found if not drops(*one)} | set(ADDED)):
        made.setdefault(service, {}).setdefault(operation, []).append(path)
    return made


def leads_somewhere(shape: Any, path: str) -> bool:
    """Whether an answer's shape has a path such as `a[].b{}`."""
    for step in re.sub(r"(\[\]|\{\})", r".\1", path).split("."):
        if step == "[]":
            shape = getattr(shape, "member", None)
        elif step == "{}":
            shape = getattr(shape, "value", None)
        else:
            shape = getattr(shape, "members", {}).get(step)
        if shape is None:
            return False
    return True


def astray(paths: Paths) -> list[str]:
    """The paths that the models do not have."""
    session = botocore.session.Session()
    lost: list[str] = []
    for service, operations in paths.items():
        model: Any = session.get_service_model(service)
        for operation, listed in operations.items():
            known = operation in model.operation_names
            shape = model.operation_model(operation).output_shape if known else None
            lost += [f"{service}.{operation} {path}" for path in listed if not leads_somewhere(shape, path)]
    return lost


def text_of(paths: Paths) -> str:
    """The file's text: a line an operation."""
    services = [
        f" {json.dumps(service)}: {{\n"
        + ",\n".join(f"  {json.dumps(name)}: {json.dumps(listed)}" for name, listed in operations.items())
        + "\n }"
        for service, operations in paths.items()
    ]
    return "{\n" + ",\n".join(services) + "\n}\n"


def main() -> None:
    """Write the file, unless something in it leads nowhere."""
    made = reviewed(json.loads(TARGET.read_text(encoding="utf-8")))
    if lost := astray(made):
        sys.exit("not in botocore's models: " + "; ".join(lost))
    TARGET.write_text(text_of(made), encoding="utf-8")


if __name__ == "__main__":
    main()

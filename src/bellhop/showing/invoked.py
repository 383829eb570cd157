"""A Lambda function's answer: its payload last, its log readable, its failure said.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from bellhop.command import Outcome
from bellhop.showing.spelling import Model

_LONGEST = 3_000
_ORDER = ("StatusCode", "ExecutedVersion", "FunctionError", "Payload", "LogResult")


def _invokes(model: Model) -> bool:
    return (model.service_model.service_name, model.name) == ("lambda", "Invoke")


def failed(model: Model, outcome: Outcome) -> bool:
    """Whether a function was invoked and failed, which AWS reports as a success of its own."""
    return _invokes(model) and bool(outcome.answer.get("FunctionError"))


def spoken(model: Model, answer: Mapping[str, Any]) -> str:
    """The text that a function answered with, in the chat platform's own markup; empty for any other or long answer."""
    if not _invokes(model) or answer.get("FunctionError"):
        return ""
    with suppress(ValueError, TypeError):
        said = json.loads(answer.get("Payload", ""))
        return said.strip() if isinstance(said, str) and len(said) <= _LONGEST else ""
    return ""


def invocation(model: Model, answer: Mapping[str, Any]) -> dict[str, Any] | None:
    """A function's answer in the order in which people read it, its log decoded; None for any other answer."""
    if not _invokes(model):
        return None
    found = {name: answer[name] for name in (*_ORDER, *answer) if name in answer}
    with suppress(binascii.Error, TypeError):  # a log that is no base64 is shown as it came
        found["LogResult"] = base64.b64decode(found.get("LogResult", ""), validate=True).decode("utf-8", "replace")
    return found

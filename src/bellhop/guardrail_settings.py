"""The guardrail keys of bellhop.yaml as types."""

from __future__ import annotations

import difflib
import re
from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bellhop.guardrails.templates import TEMPLATES

_ARN = re.compile(r"arn:aws[a-z-]*:iam::(aws|\d{12}):policy/(?!aws-service-role/)[\w+=,.@/-]+")


class GuardrailSetting(BaseModel):
    """One policy: a template's name, a managed policy's ARN, `{file: PATH}` or `{policy: {…}}`."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    template: str = ""
    arn: str = ""
    file: str = ""
    policy: dict[str, Any] | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if isinstance(value, str):
            if value in TEMPLATES:
                return {"template": value}
            if _ARN.fullmatch(value):
                return {"arn": value}
            near = difflib.get_close_matches(value, TEMPLATES, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; templates are {', '.join(TEMPLATES)}"
            raise ValueError(f"{value!r} is neither a policy template nor a managed policy's ARN{hint}")
        if isinstance(value, dict) and set(cast("dict[str, Any]", value)) in ({"file"}, {"policy"}):
            return cast("Any", value)
        raise ValueError("wanted a template's name, a managed policy's ARN, {file: PATH} or {policy: {…}}")


class AllowSensitive(BaseModel):
    """What the hard deny list lets pass, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    reason: str = Field(min_length=3)
    actions: tuple[str, ...] = ("*",)


class GuardrailTest(BaseModel):
    """A command, and what the guardrails should say to it."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    channel: str
    command: str
    expect: Literal["allow", "confirm", "approve", "deny"]
    user: str = ""
    group: str = ""
    elevation: str = ""

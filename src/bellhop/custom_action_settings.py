"""The key `custom_actions` of bellhop.yaml as types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bellhop.config_mistakes import mistake_at
from bellhop.custom_actions import (
    Criterion,
    CustomAction,
    lambda_command,
    mistakes,
    read_criterion,
    runbook_command,
)
from bellhop.reader import Reader


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class LambdaTarget(_Part):
    """A Lambda function to invoke, and its payload: JSON as text, or as YAML."""

    function: str = Field(min_length=1)
    payload: str | dict[str, Any] = ""


class RunbookTarget(_Part):
    """An SSM runbook to start, its inputs, and the ARN of the role that it runs as."""

    document: str = Field(min_length=1)
    inputs: dict[str, str] = Field(default_factory=dict)
    role: str = ""


class CustomActionSettings(_Part):
    """One custom action: a command, a Lambda function or a runbook, behind a button."""

    button: str = ""
    on: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    variables: dict[str, str] = Field(default_factory=dict)
    command: str = ""
    function: LambdaTarget | None = Field(default=None, alias="lambda")
    runbook: RunbookTarget | None = None

    @model_validator(mode="after")
    def _complete(self) -> CustomActionSettings:
        if sum(map(bool, (self.command, self.function, self.runbook))) != 1:
            raise ValueError("wanted one of command, lambda and runbook")
        for number, text in enumerate(self.when):
            if read_criterion(text) is None:
                wanted = "wanted VARIABLE HAS_VALUE or VARIABLE EQUALS value"
                raise mistake_at(("when", number), wanted)
        for place, sentence in mistakes(self.build("named"), Reader()):
            raise mistake_at((place,), sentence)
        return self

    def build(self, name: str) -> CustomAction:
        """The action, under its name."""
        return CustomAction(
            name=name,
            button=self.button or name,
            command=self._command(),
            on=self.on,
            when=tuple(read_criterion(text) or Criterion(variable=text) for text in self.when),
            variables=tuple(self.variables.items()),
        )

    def _command(self) -> str:
        if self.function:
            payload = self.function.payload
            spelt = payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)
            return lambda_command(self.function.function, spelt)
        if self.runbook:
            return runbook_command(self.runbook.document, self.runbook.inputs, self.runbook.role)
        return self.command


CustomActions = dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")], CustomActionSettings]
"""Custom actions by name."""


def build_actions(settings: Mapping[str, CustomActionSettings]) -> tuple[CustomAction, ...]:
    """The custom actions of a channel, in the order in which they stand there."""
    return tuple(setting.build(name) for name, setting in settings.items())

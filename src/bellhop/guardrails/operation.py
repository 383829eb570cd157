"""What the guardrails look at in a botocore operation model, so that they need not import botocore.

The types are `Any` since botocore's properties compute themselves on first use, which protocols can't say.
"""

from __future__ import annotations

from typing import Any, Protocol


class Service(Protocol):
    """A service's model."""

    @property
    def service_name(self) -> Any:
        """The name that botocore knows the service by."""
        ...


class Operation(Protocol):
    """An operation's model; `botocore.model.OperationModel` is one."""

    @property
    def name(self) -> Any:
        """The API's name of the operation."""
        ...

    @property
    def service_model(self) -> Service:
        """The model of the service that it belongs to."""
        ...

    @property
    def has_streaming_input(self) -> Any:
        """Whether it takes a stream of bytes."""
        ...

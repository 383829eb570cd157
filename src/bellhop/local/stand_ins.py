"""What a Lambda function sees of the world: its invocation, and modules that end where the function does."""

from __future__ import annotations

import builtins
import contextvars
import io
import logging
import os
import sys
import time
import types
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TextIO

from bellhop.local.times import millis_z

ROOT = "/var/task/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """One run of a function, and what it printed."""

    request_id: str
    function: Any
    output: io.StringIO = field(default_factory=io.StringIO)


current: contextvars.ContextVar[Invocation] = contextvars.ContextVar("invocation")


class Context:
    """The second argument of a handler: https://docs.aws.amazon.com/lambda/latest/dg/python-context.html."""

    def __init__(self, invocation: Invocation) -> None:
        function = invocation.function
        self.function_name: str = function.function_name
        self.function_version = str(function.version)
        self.invoked_function_arn: str = function.function_arn
        self.memory_limit_in_mb = str(function.memory_size)
        self.aws_request_id = invocation.request_id
        self.log_group_name: str = function.logs_group_name
        self.log_stream_name = f"{time.strftime('%Y/%m/%d')}/[{function.version}]{invocation.request_id}"
        self.identity = None
        self.client_context = None
        self._deadline = time.monotonic() + float(function.timeout)

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds until the time-out."""
        return max(0, int((self._deadline - time.monotonic()) * 1000))


def print_here(
    *values: object, sep: str | None = None, end: str | None = None, file: Any = None, flush: bool = False
) -> None:
    """Print into the log of the invocation that runs in this thread."""
    builtins.print(*values, sep=sep, end=end, file=file or _output(), flush=flush)


def _output() -> TextIO:
    invocation = current.get(None)
    return invocation.output if invocation else sys.stderr  # a thread that a handler began has no invocation


class _Output(io.TextIOBase):
    """A stdout that belongs to whichever invocation writes to it."""

    def write(self, text: str, /) -> int:
        return _output().write(text)


class _Handler(logging.Handler):
    """What Lambda adds to the root logger: level, time, request id, message."""

    def emit(self, record: logging.LogRecord) -> None:
        invocation = current.get(None)
        if invocation:
            stamp = millis_z(datetime.fromtimestamp(record.created, tz=UTC))
            parts = (f"[{record.levelname}]", stamp, invocation.request_id, self.format(record))
            invocation.output.write("\t".join(parts) + "\n")


def stand_ins(environment: dict[str, str], logger_name: str) -> dict[str, types.ModuleType]:
    """Return modules that would reach into this process, changed so that they stay in the function."""
    output = _Output()
    root = logging.getLogger(logger_name)
    root.propagate = False
    root.handlers = [_Handler()]

    def get_logger(name: str | None = None) -> logging.Logger:
        return root.getChild(name) if name else root

    own_os = _copy(os, environ=environment, getenv=environment.get)
    own_sys = _copy(sys, stdout=output, stderr=output, path=[ROOT.rstrip("/"), *sys.path])
    own_logging = _copy(logging, getLogger=get_logger)
    return {"os": own_os, "sys": own_sys, "logging": own_logging}


def _copy(module: types.ModuleType, **changed: Any) -> types.ModuleType:
    copy = types.ModuleType(module.__name__, module.__doc__)
    copy.__dict__.update({**vars(module), **changed})
    return copy


def environment(function: Any, endpoint: str) -> dict[str, str]:
    """Return the environment variables that Lambda sets, and the function's own; AWS_ENDPOINT_URL leads back here."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "_HANDLER": str(function.handler),
        "LAMBDA_TASK_ROOT": ROOT.rstrip("/"),
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
        "AWS_REGION": function.region,
        "AWS_DEFAULT_REGION": function.region,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_VERSION": str(function.version),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
        **{key: str(value) for key, value in function.environment_vars.items()},
    }

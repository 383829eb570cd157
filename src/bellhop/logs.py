"""Logs on standard error: for people, or as JSON lines; what looks like a secret is masked whoever logs it."""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO, cast

import structlog

from bellhop.config_sections import Log
from bellhop.telltale import hide, without_telltales

_KEPT = frozenset({"exc_info", "stack_info"})
"""What a later step turns into text, and masks."""


def set_up_logging(log: Log) -> None:
    """Sends Bellhop's logs and the libraries' warnings to standard error; colour on a terminal only."""
    level = logging.getLevelNamesMapping()[log.level.upper()]
    as_json = log.format == "json"
    renderer = structlog.processors.JSONRenderer() if as_json else _for_people()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([structlog.processors.format_exc_info] if as_json else []),
            mask_secrets,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    libraries = max(level, logging.WARNING)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Masked("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=libraries, handlers=[handler])


def mask_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Structlog's processor that masks secrets, by the names and the looks that tell them, however deep they stand.

    https://www.structlog.org/en/stable/processors.html
    """
    plain = {key: _plain(value) for key, value in event.items() if key not in _KEPT}
    kept = {key: value for key, value in event.items() if key in _KEPT}
    return {**cast("dict[str, Any]", hide(plain)), **kept}


def _plain(value: Any) -> Any:
    """The value as JSON has it; what JSON has not is told as it would be printed, so that nothing hides in it."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in cast("Mapping[Any, Any]", value).items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in cast("list[Any]", value)]
    return repr(value)


class _Masked(logging.Formatter):
    """What libraries log, masked as a whole, tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        return without_telltales(super().format(record))


def _traceback(stream: TextIO, error: Any) -> None:
    text = io.StringIO()
    structlog.dev.plain_traceback(text, error)
    stream.write(without_telltales(text.getvalue()))


def _for_people() -> structlog.dev.ConsoleRenderer:
    """Lines for people. Tracebacks are plain: richer ones show local variables, and with them tokens."""
    colours = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    return structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=_traceback)

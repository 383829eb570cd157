"""Logs on standard error: for people, or as JSON lines."""

from __future__ import annotations

import logging
import os
import sys

import structlog

from bellhop.config_sections import Log


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
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    libraries = max(level, logging.WARNING)
    logging.basicConfig(level=libraries, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")


def _for_people() -> structlog.dev.ConsoleRenderer:
    """Lines for people. Tracebacks are plain: richer ones show local variables, and with them tokens."""
    colours = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    return structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=structlog.dev.plain_traceback)

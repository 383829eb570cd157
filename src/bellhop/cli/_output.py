"""What standard output can take."""

from __future__ import annotations

import codecs
import io
import sys


def writes_unicode() -> bool:
    """Whether standard output takes every character, as UTF-8 does."""
    return codecs.lookup(sys.stdout.encoding or "ascii").name.startswith("utf")


def write_what_can_be_written() -> None:
    """Lets characters that the terminal's encoding lacks be written as escapes instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")

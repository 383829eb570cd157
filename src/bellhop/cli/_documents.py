"""The documents that a command is given as FILEs, or one a line on standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import click


def documents(files: Sequence[Path], *, stdin: bool) -> Iterator[bytes]:
    """What stands in the files, `-` and `stdin` for the lines of standard input.

    Raises:
        click.UsageError: a file can't be read.
    """
    for file in files:
        if str(file) == "-":
            stdin = True
            continue
        try:
            yield file.read_bytes()
        except OSError as error:
            raise click.UsageError(f"{file} can't be read: {error.strerror}") from None
    if stdin:
        yield from _lines(sys.stdin.buffer)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    for line in stream:
        if line.strip():
            yield line.rstrip(b"\r\n")

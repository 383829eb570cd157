"""The set-up commands at a real terminal."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bellhop.local import LocalAws


def read_until(terminal: int, wanted: bytes) -> bytes:
    """What a terminal shows until something, or until its program ends."""
    shown = b""
    while wanted not in shown:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # the program is gone, and its end of the terminal with it
            break
        if not part:
            break
        shown += part
    return shown


@pytest.mark.skipif(sys.platform == "win32", reason="there are no terminals of this kind")
def test_it_asks_in_colour_and_does_what_it_is_told() -> None:
    ours, theirs = pty.openpty()
    environment = {
        "PATH": os.environ["PATH"],
        "TERM": "xterm",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_REGION": "ap-northeast-2",
    }
    with LocalAws() as aws:
        words = [
            "setup",
            "topic",
            "--topic",
            "news",
            "--subscribe-sqs",
            "bellhop",
            "--apply",
            "--endpoint",
            aws.endpoint,
        ]
        command = [Path(sys.executable).with_name("bellhop"), *words]
        with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as program:
            os.close(theirs)
            asked = read_until(ours, b"[y/N]")
            os.write(ours, b"y\n")
            done = read_until(ours, b"Done: ")
            done += read_until(ours, b"\n")
            assert program.wait(timeout=20) == 0
    os.close(ours)
    assert b"\x1b[32m" in asked
    assert b"Do this in AWS?" in asked
    assert b"4 created, 0 changed, 0 deleted." in done

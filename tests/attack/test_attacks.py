"""What people with bad intentions say and push: nothing runs that `explain` denies, and nothing leaves the process.

A sample with every run; all 10,000 with BELLHOP_ATTACK=all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.attack.recipes import KINDS, attack

ALL = 10_000
SAMPLE = 250
_ROOT = Path(__file__).parents[2]


def test_every_kind_of_attack_is_in_the_sample() -> None:
    assert Counter(attack(number).kind for number in range(SAMPLE)).keys() == KINDS.keys()
    assert attack(7) == attack(7)


def test_no_attack_gets_anywhere(tmp_path: Path) -> None:
    count = ALL if os.environ.get("BELLHOP_ATTACK") == "all" else SAMPLE
    command = [sys.executable, "-m", "tests.attack.child", str(tmp_path), "0", str(count)]
    done = subprocess.run(command, capture_output=True, cwd=_ROOT, check=False, timeout=3600)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert found["wrong"] == []
    assert found["noticed"] == []
    assert found["attacks"] == count
    # Attacks that reach nothing at all would prove nothing: what may run does run.
    assert found["ran"] > count // 10
    assert found["requests"]["Invoke"] > 0
    assert found["requests"]["GetFunction"] > 0


@pytest.mark.parametrize(
    ("doing", "noticed"),
    [
        ("open({file!r})", "open"),
        ("os.environ['CANARY']", "environment"),
        ("os.environ.get('AWS_PROFILE')", "environment"),
        ("socket.create_connection(('127.0.0.1', 9), 1)", "socket.connect"),
        ("socket.gethostbyname('localhost')", "socket.gethostbyname"),
        ("subprocess.run(['true'])", "subprocess.Popen"),
        ("os.system('true')", "os.system"),
        ("os.listdir('/etc')", "os.listdir"),
        ("open({data!r} + '/new', 'w')", "open"),
    ],
)
def test_the_watch_notices(tmp_path: Path, doing: str, noticed: str) -> None:
    file = tmp_path / "outside.txt"
    file.write_text("x")
    does = doing.format(file=str(file), data=str(tmp_path / "data"))
    text = f"""
import contextlib, os, socket, subprocess
from pathlib import Path
from tests.attack.watch import Watch
watch = Watch(1, Path({str(tmp_path / "data")!r}), Path({str(tmp_path / "data")!r}))
watch.begin()
with contextlib.suppress(KeyError, OSError):
    {does}
print(watch.noticed)
"""
    done = subprocess.run(
        [sys.executable, "-c", text], capture_output=True, text=True, cwd=_ROOT, check=True, timeout=60
    )
    assert noticed in done.stdout

"""`bellhop models build`, as the agent starts it behind everything else."""

import os
import subprocess
import sys
from pathlib import Path


def test_it_ends_with_whoever_started_it(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "bellhop", "models", "build", "--quiet", "--attached"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment) as process:
        assert process.stdin
        process.stdin.close()  # as the kernel does for a parent that was killed
        assert process.wait(60) == 143
    assert not list(tmp_path.rglob("*.db"))

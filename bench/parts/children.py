"""Child processes of a bench: Bellhop itself, the recorder, the floor; what they use of the processor."""

from __future__ import annotations

import atexit
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


def _end(*_: object) -> None:
    sys.exit(143)  # by way of atexit, so that no child outlives its bench


signal.signal(signal.SIGTERM, _end)
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Child:
    """A running child that listens on a port."""

    process: subprocess.Popen[str]
    port: int

    def __post_init__(self) -> None:
        atexit.register(self.process.kill)

    @property
    def cpu(self) -> float:
        """Seconds of processor that it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    @property
    def resident(self) -> float:
        """MiB of memory that it holds."""
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * _PAGE / 2**20

    def kill(self) -> None:
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """SIGTERM, then waits."""
        self.process.terminate()
        self.process.wait(30)


def start_part(name: str, *arguments: str) -> Child:
    """Starts a file of this folder that prints its port first."""
    command = [sys.executable, str(HERE / name), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    return Child(process, int(process.stdout.readline()))


def start_bellhop(folder: Path) -> Child:
    """Starts `bellhop serve` with the configuration in a folder; returns when it listens."""
    command = [sys.executable, "-m", "bellhop", "serve", "-c", str(folder / "bellhop.yaml")]
    environment = {**os.environ, "BENCH_TOKEN": "xoxb-bench", "BENCH_SECRET": "shh"}
    log = folder / "log"
    with log.open("w") as file:
        process = subprocess.Popen(command, stderr=file, stdout=file, env=environment, cwd=folder, text=True)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"listens on http://.*:(\d+)", log.read_text()):
            return Child(process, int(found[1]))
        time.sleep(0.01)
    raise SystemExit(f"bellhop did not start:\n{log.read_text()}")


def write_config(folder: Path, recorder: int, channels: int, topic: str, store: str) -> None:
    """A configuration with so many Slack channels on the recorder, a topic each."""
    config = {
        "server": {"port": 0},
        "store": {"url": store},
        "aws": {"region": "us-east-1", "endpoint": "http://127.0.0.1:9"},
        "intake": {"certificate_hosts": [f"127.0.0.1:{recorder}"]},
        "slack": {
            "bot_token": {"env": "BENCH_TOKEN"},
            "signing_secret": {"env": "BENCH_SECRET"},
            "mode": "http",
            "api": f"http://127.0.0.1:{recorder}/api/",
            "pace": 0,
        },
        "channels": {
            f"c{number:03d}": {
                "platform": "slack",
                "address": f"C{number:03d}",
                "topics": [topic.format(channel=number)],
            }
            for number in range(channels)
        },
        # What is measured is each event's way to a message of its own.
        # Every event is to be a message: what is measured here is the way, not what noise spares people.
        "defaults": {
            "noise": {"repeats": "0s", "storm": {"count": 0}, "flapping": {"changes": 0}, "backlog": {"count": 0}}
        },
        "log": {"level": "error"},
    }
    (folder / "bellhop.yaml").write_text(json.dumps(config))  # JSON is YAML


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share of the values lies below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

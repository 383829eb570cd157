"""The demo as a user starts it, in a process of its own, and what a person can do with it."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import boto3
import pytest

_START = 60.0
_PATIENCE = 30.0


@dataclass
class Demo:
    """A running demo; all that is done to it goes through HTTP."""

    console: str
    token: str
    aws_endpoint: str
    region: str
    channel: str
    bucket: str
    clients: dict[str, Any] = field(default_factory=dict[str, Any])

    def aws(self, service: str) -> Any:
        if service not in self.clients:
            self.clients[service] = self._client(service)
        return self.clients[service]

    def _client(self, service: str) -> Any:
        sdk = cast("Any", boto3)  # its stubs know services by literal names only
        keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
        return sdk.client(service, endpoint_url=self.aws_endpoint, region_name=self.region, **keys)

    def close(self) -> None:
        for client in self.clients.values():
            client.close()

    def request(self, path: str, body: object = None, token: str | None = None) -> Any:
        request = urllib.request.Request(f"{self.console}{path}")
        request.add_header("Authorization", f"Bearer {self.token if token is None else token}")
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def messages(self) -> list[dict[str, Any]]:
        return self.request(f"/api/channels/{self.channel}/messages?after=0")

    def say(self, text: str) -> dict[str, Any]:
        return self.request(f"/api/channels/{self.channel}/messages", {"text": text})

    def press(self, message: int, action: str, value: str = "") -> str:
        body = {"message": message, "action": action, "value": value}
        return self.request(f"/api/channels/{self.channel}/press", body)["notice"]

    def wait(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first message that is as wanted, as soon as there is one."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            for message in self.messages():
                if wanted(message):
                    return message
            time.sleep(0.05)
        raise AssertionError("no such message; there are:\n" + "\n".join(one["text"] for one in self.messages()))

    def ask(self, text: str) -> dict[str, Any]:
        """Says a command and waits for its answer."""
        said = self.say(text)
        return self.wait(lambda message: message["thread"] == said["message"])


def start(*options: str) -> tuple[subprocess.Popen[str], Demo]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "bellhop", "demo", "--port", "0", "--no-browser", "--json", *options],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_read_line, args=(process, lines), daemon=True).start()
    try:
        line = lines.get(timeout=_START)
    except queue.Empty:
        process.kill()
        raise AssertionError("the demo did not come up") from None
    return process, Demo(**json.loads(line))


def _read_line(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    assert process.stdout is not None
    lines.put(process.stdout.readline())


def stop(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGTERM)
    try:
        return process.wait(timeout=30)
    finally:
        process.kill()
        assert process.stdout is not None
        process.stdout.close()


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    process, running = start()
    yield running
    running.close()
    assert stop(process) == 0


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path

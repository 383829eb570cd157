"""`bellhop run 'lambda list-functions'` against `aws lambda list-functions` on the same local endpoint; chat latency.

    python bench/run.py [--quick] [--aws PATH]

`bellhop demo` runs in a process of its own; its local AWS is the endpoint of both. If there is no `aws` command, the
floor is a bare boto3 script. Then the same command is typed into the demo's channel through the console's API: the
time until its answer stands there is what a person in a chat waits.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

_REGION = "ap-northeast-2"
_WORDS = f"lambda list-functions --region {_REGION}"
_BOTO3 = (
    "import boto3, json, sys\n"
    "client = boto3.client('lambda', region_name=sys.argv[2], endpoint_url=sys.argv[1])\n"
    "print(json.dumps(client.list_functions()['Functions'], default=str))"
)


def main() -> None:
    options = _options()
    rounds = 3 if options.quick else 9
    process = subprocess.Popen(
        [sys.executable, "-m", "bellhop", "demo", "--json", "--no-browser"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        demo = json.loads(process.stdout.readline())
        with tempfile.TemporaryDirectory(prefix="bellhop-bench-") as folder:
            floor = _commands(demo["aws_endpoint"], Path(folder), options.aws, rounds)
        _chat(demo, rounds, floor)
    finally:
        process.terminate()
        process.wait(30)


def _commands(endpoint: str, folder: Path, aws: str, rounds: int) -> float:
    """Compares whole processes, and returns the seconds of the AWS CLI's, or else of the bare script's."""
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("AWS_")},
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "demo",
        "AWS_CONFIG_FILE": os.devnull,
    }
    bellhop = [sys.executable, "-m", "bellhop", "run", "--endpoint", endpoint, _WORDS]
    contenders = {
        "bellhop run": bellhop,
        "bare boto3": [sys.executable, "-c", _BOTO3, endpoint, _REGION],
    }
    if aws:
        contenders["aws"] = [aws, "--endpoint-url", endpoint, *_WORDS.split()]
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds + 1):
        for name, command in contenders.items():  # in turn, so that other work on the machine disturbs all alike
            began = time.monotonic()
            done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=folder, check=False)
            if done.returncode:
                raise SystemExit(f"{name}: exit {done.returncode}\n{done.stdout}{done.stderr}")
            if number:  # the first round fills caches
                seconds[name].append(time.monotonic() - began)
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    for name, median in medians.items():
        ratio = median / medians["bellhop run"]
        print(f"{name:>12}: {median:6.3f} s, best {min(seconds[name]):.3f} s  ({ratio:.2f} of bellhop run)")
    if not aws:
        print("         aws: not installed; give its path with --aws")
    return medians["aws" if aws else "bare boto3"]


def _chat(demo: dict[str, Any], rounds: int, floor: float) -> None:
    place = f"{demo['console']}/api/channels/{demo['channel']}/messages"
    waits: list[float] = []
    for _ in range(rounds * 3 + 1):
        began = time.monotonic()
        said = int(_ask(place, demo["token"], {"text": f"@aws {_WORDS}"})["message"])
        waits.append(_answered(place, demo["token"], said, began))
    waits.pop(0)  # the first makes the client
    waits.sort()
    median = statistics.median(waits)
    print(
        f"     in chat: {median:6.3f} s, worst of {len(waits)} {waits[-1]:.3f} s"
        f"  (1/{floor / median:.0f} of the time that the AWS CLI, or else the bare script, takes)"
    )


def _answered(place: str, token: str, said: int, began: float) -> float:
    """Seconds until the answer stands beneath what was said."""
    while time.monotonic() - began < 30:
        for message in _ask(f"{place}?after={said}", token):
            if message["type"] == "answer" and str(message["thread"]) == str(said):
                if "Functions" not in json.dumps(message):
                    raise SystemExit(f"this is no answer: {json.dumps(message)[:500]}")
                return time.monotonic() - began
        time.sleep(0.002)
    raise SystemExit("no answer within 30 s")


def _ask(url: str, token: str, body: object = None) -> Any:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def _installed() -> str:
    """The AWS CLI on the path, or else the one that came with what the tests need."""
    beside = Path(sys.executable).with_name("aws")
    return shutil.which("aws") or (str(beside) if beside.exists() else "")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="three rounds instead of nine")
    parser.add_argument("--aws", default=_installed(), help="the AWS CLI to compare with")
    return parser.parse_args()


if __name__ == "__main__":
    main()

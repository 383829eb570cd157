"""Bellhop's own part of a command: from the text to the decision, and from AWS's answer to the message, rendered.

    python bench/command.py [--quick]

The call itself is left out: a made-up answer stands for it. What is timed is what the answer loop and `bellhop run`
share (`Errands.understand`, `Errands.show`, two thread hops included) and Slack's rendering. The floor is the same two
thread hops around `json.loads` and `json.dumps` of the answer.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

from platformdirs import user_cache_path

from bellhop.aws.call import Caller
from bellhop.aws.session import Clients, Keys
from bellhop.channel import Channel
from bellhop.command import Outcome
from bellhop.errands import Errands
from bellhop.platforms.slack.render import render
from bellhop.syntax import Grammar
from bellhop.syntax.compile import compiled
from bellhop.syntax.models import Models
from parts.children import percentile

_ACCOUNT, _REGION = "123456789012", "ap-northeast-2"
_CHANNEL = Channel(name="ops", platform="slack", account=_ACCOUNT, region=_REGION)
_ANSWERS: dict[str, dict[str, Any]] = {
    "@aws lambda list-functions": {
        "Functions": [
            {
                "FunctionName": f"function-{number}",
                "FunctionArn": f"arn:aws:lambda:{_REGION}:{_ACCOUNT}:function:function-{number}",
                "Runtime": "python3.13",
                "Handler": "app.handle",
                "CodeSize": 4_096 + number,
                "MemorySize": 128,
                "LastModified": "2026-01-29T15:39:00.000+0000",
                "Environment": {"Variables": {"TABLE": "orders"}},
            }
            for number in range(20)
        ]
    },
    "sqs get-queue-attributes --queue-url https://sqs.us-east-1.amazonaws.com/1/q --attribute-names All": {
        "Attributes": {"ApproximateNumberOfMessages": "12", "VisibilityTimeout": "30", "CreatedTimestamp": "1769850000"}
    },
    "cloudwatch describe-alarms --query MetricAlarms[].AlarmName": {
        "MetricAlarms": [{"AlarmName": f"alarm-{number}", "StateValue": "OK"} for number in range(50)],
        "CompositeAlarms": [],
    },
    "ec2 describe-regions --output table": {
        "Regions": [{"RegionName": f"xx-test-{number}", "OptInStatus": "opted-in"} for number in range(20)]
    },
}


async def main() -> None:
    rounds = 50 if _options().quick else 500
    folder = user_cache_path("bellhop")
    compiled(folder)
    clients = Clients(region=_REGION, keys=Keys(access_key="AKIAIOSFODNN7EXAMPLE", secret_key="none", token=""))
    errands = Errands(Grammar(Models(folder)), clients, Caller(clients, threads=1))
    floor: list[float] = []
    took: list[float] = []
    for text, answer in _ANSWERS.items():
        body = json.dumps(answer)
        await _timed(1, lambda text=text, answer=answer: _command(errands, text, answer))  # fills caches
        floor += await _timed(rounds, lambda body=body: _floor(body))
        took += await _timed(rounds, lambda text=text, answer=answer: _command(errands, text, answer))
    _line("floor", floor)
    _line("Bellhop", took)
    print(f"    ratio to the floor: {statistics.median(took) / statistics.median(floor):.2f}")


async def _command(errands: Errands, text: str, answer: dict[str, Any]) -> None:
    errand = await errands.understand(text, _CHANNEL, "U1")
    outcome = Outcome(account=_ACCOUNT, region=_REGION, answer=answer)
    message = await errands.show(errand, outcome, _CHANNEL, "Mia")
    render(message)


async def _floor(body: str) -> None:
    answer = await asyncio.to_thread(json.loads, body)
    await asyncio.to_thread(json.dumps, answer)


async def _timed(rounds: int, work: Callable[[], Awaitable[None]]) -> list[float]:
    took: list[float] = []
    for _ in range(rounds):
        began = time.perf_counter()
        await work()
        took.append((time.perf_counter() - began) * 1000)
    return took


def _line(name: str, took: list[float]) -> None:
    print(
        f"{name:>22}: p50 {statistics.median(took):.3f} ms, p99 {percentile(took, 0.99):.3f} ms  ({len(took)} commands)"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rounds")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main())

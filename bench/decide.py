"""How long a decision takes: ten policies of a hundred statements, and what AWS's own policies cost.

    python bench/decide.py [--quick]

Commands are parsed beforehand; a decision is all that `guards.decide` does: needed actions, ARNs out of the parameters,
condition keys, every policy, the sentence why. Three sets of policies: `many services` has statements about a hundred
actions, as policies have; `one service` has a thousand statements that are all about the command's service; `worst`
has a thousand that all are about the very action and resource and differ in a condition that does not hold. The floor
is a look into a dictionary for each of the thousand statements: what asking each of them at all would cost.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from platformdirs import user_cache_path

from bellhop.guardrails import Asker, Guardrails, Layer, Where, decide
from bellhop.guardrails.policy import Policy, policy_of
from bellhop.syntax import Grammar
from bellhop.syntax.models import Models
from parts.children import percentile

_POLICIES, _STATEMENTS = 10, 100
_ASKER = Asker(
    user="U1",
    channel="ops",
    platform="slack",
    role="arn:aws:iam::111122223333:role/ops",
    where=Where(region="us-east-1", account="111122223333"),
)
_COMMANDS = (
    "lambda get-function --function-name orders-777",
    "lambda invoke --function-name orders-777",
    "s3api list-objects-v2 --bucket orders-777",
    "ec2 describe-instances",
    "ec2 stop-instances --instance-ids i-0123456789abcdef0 i-0123456789abcdef1",
)
_SERVICES = ("lambda", "s3", "ec2", "sqs", "sns", "dynamodb", "ecs", "logs", "cloudwatch", "rds")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rounds")
    rounds = 60 if parser.parse_args().quick else 600
    grammar = Grammar(Models(user_cache_path("bellhop")))
    asked = [(command, grammar.model(command)) for command in map(grammar.parse, _COMMANDS)]
    table = dict.fromkeys(range(_POLICIES * _STATEMENTS))
    floor = _microseconds(lambda: [table[number] for number in table], rounds)
    _line("floor", floor, floor)
    for name, statement in (("many services", _many), ("one service", _one), ("worst", _worst)):
        rules = Guardrails(layers=(Layer(name="the guardrails of ops", policies=tuple(_policies(statement))),))
        took: list[float] = []
        for command, model in asked:
            took += _microseconds(lambda c=command, m=model, r=rules: decide(c, m, guardrails=r, asker=_ASKER), rounds)
        _line(name, took, floor)


def _policies(statement: Callable[[int], dict[str, Any]]) -> list[Policy]:
    allowing = [{"Effect": "Allow", "Action": f"{service}:*", "Resource": "*"} for service in _SERVICES]
    found: list[Policy] = []
    for number in range(_POLICIES):
        own = allowing if number == _POLICIES - 1 else []
        first = number * _STATEMENTS
        listed = [*(statement(first + at) for at in range(_STATEMENTS - len(own))), *own]
        document = {"Version": "2012-10-17", "Statement": listed}
        found.append(policy_of(document, name=f"p{number}", file=f"p{number}.json", lines={}))
    return found


def _many(number: int) -> dict[str, Any]:
    service = _SERVICES[number % len(_SERVICES)]
    actions = [f"{service}:{verb}Thing{number}*" for verb in ("Get", "List", "Put")]
    return _statement(number, actions, f"arn:aws:{service}:*:111122223333:orders-{number}/*")


def _one(number: int) -> dict[str, Any]:
    service = _SERVICES[number % 3]
    resource = "arn:aws:s3:::orders-{0}" if service == "s3" else f"arn:aws:{service}:*:*:function:orders-{{0}}"
    return _statement(number, [f"{service}:*"], resource.format(10_000 + number))


def _worst(number: int) -> dict[str, Any]:
    condition = {"StringEquals": {"aws:RequestedRegion": f"eu-west-{number}"}}
    return {"Effect": ("Allow", "Deny")[number % 2], "Action": "*", "Resource": "*", "Condition": condition}


def _statement(number: int, actions: Sequence[str], resource: str) -> dict[str, Any]:
    return {"Effect": ("Allow", "Deny")[number % 2], "Action": list(actions), "Resource": resource}


def _microseconds(work: Callable[[], object], rounds: int) -> list[float]:
    work()
    took: list[float] = []
    for _ in range(rounds):
        began = time.thread_time_ns()
        work()
        took.append((time.thread_time_ns() - began) / 1000)
    return took


def _line(name: str, took: Sequence[float], floor: Sequence[float]) -> None:
    middle = statistics.median(took)
    ratio = middle / statistics.median(floor)
    print(f"{name:<16} p50 {middle:7.1f} µs, p99 {percentile(took, 0.99):7.1f} µs, {ratio:5.2f} times the floor")


if __name__ == "__main__":
    main()

"""The table of `guardrail_tests`: each command with what was expected and what the guardrails say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bellhop.cli._local_run import make_grammar, make_guards
from bellhop.config import Config
from bellhop.errors import NotUnderstood
from bellhop.guardrail_settings import GuardrailTest


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one test.

    Args:
        test: what was asked and expected.
        said: the verdict, or `not understood`.
        because: why.
    """

    test: GuardrailTest
    said: str
    because: str

    @property
    def passed(self) -> bool:
        """It is as expected."""
        return self.said == self.test.expect


def run_tests(config: Config) -> list[Result]:
    """Asks the guardrails every test of a configuration.

    Raises:
        ConfigError, AwsRefused: the guardrails can't be read.
    """
    grammar, guards = make_grammar(), make_guards(config)
    channels = {channel.name: channel for channel in config.build_channels()}
    results: list[Result] = []
    for test in config.guardrail_tests:
        channel = channels[test.channel]
        try:
            asked = grammar.parse(test.command)
        except NotUnderstood as error:
            results.append(Result(test=test, said="not understood", because=error.message))
            continue
        asker = guards.asker(channel, test.user, region=asked.region or channel.region)
        decision = guards.decide(asked, grammar.model(asked), asker)
        results.append(Result(test=test, said=decision.verdict.value, because=decision.because))
    return results


def print_table(results: Sequence[Result]) -> None:
    """Prints the results, the failed ones with what was said instead."""
    table = Table(box=None, pad_edge=False)
    for heading in ("", "Channel", "User", "Command", "Expected", "Said", "Because"):
        table.add_column(heading, overflow="fold")
    for result in results:
        test = result.test
        words = ("ok" if result.passed else "FAILED", test.channel, test.user, test.command, test.expect, result.said)
        table.add_row(*(Text(word) for word in (*words, "" if result.passed else result.because)))
    Console(soft_wrap=False).print(table)

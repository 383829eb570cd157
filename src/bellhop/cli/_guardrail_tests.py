"""The table of `guardrail_tests`: each command with what was expected and what the guardrails say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bellhop.channel import Channel
from bellhop.cli._local_run import make_grammar, make_guards
from bellhop.config import Config
from bellhop.errors import NotUnderstood
from bellhop.guardrail_settings import GuardrailTest
from bellhop.people import People
from bellhop.standing import Elevated, Standing


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
        standing = _standing(guards.people, channel, test)
        asker = guards.asker(channel, standing, region=asked.region or channel.region)
        decision = guards.decide(asked, grammar.model(asked), asker)
        results.append(Result(test=test, said=decision.verdict.value, because=decision.because))
    return results


def _standing(people: People, channel: Channel, test: GuardrailTest) -> Standing:
    """What a test's person is, with the group and the elevation that it supposes."""
    elevated = None
    if level := people.levels.get(test.elevation):
        elevated = Elevated(id="", level=level.name, until=datetime.max.replace(tzinfo=UTC), role=level.role)
    found = people.standing(channel, test.user, elevated=elevated)
    supposed = (test.group,) if test.group and test.group not in found.groups else ()
    return replace(found, groups=(*found.groups, *supposed), unsure=found.unsure and not test.group)


def print_table(results: Sequence[Result]) -> None:
    """Prints the results, the failed ones with what was said instead."""
    table = Table(box=None, pad_edge=False)
    for heading in ("", "Channel", "User", "Group", "Elevated", "Command", "Expected", "Said", "Because"):
        table.add_column(heading, overflow="fold")
    for result in results:
        test = result.test
        words = (
            "ok" if result.passed else "FAILED",
            test.channel,
            test.user,
            test.group,
            test.elevation,
            test.command,
            test.expect,
            result.said,
        )
        table.add_row(*(Text(word) for word in (*words, "" if result.passed else result.because)))
    Console(soft_wrap=False).print(table)

"""For each operation: the same options as the AWS CLI has, and the same understanding of made-up commands."""

from __future__ import annotations

import os
from random import Random

import pytest
from tests.oracle.compare import compare, made_up, table_of
from tests.oracle.differences import UNLIKE
from tests.oracle.oracle import Oracle

from bellhop.syntax import Grammar

_SLICES = 32 if os.environ.get("BELLHOP_ORACLE") == "all" else 2
_SERVICES, _VERBS = 10, 6
"""Of a sample: services a slice, operations a service."""
_USUAL = ("lambda", "ecs", "sns", "ses", "deploy", "configservice", "s3api", "elb")


@pytest.mark.parametrize("part", range(_SLICES))
def test_made_up_commands_are_understood_as_the_aws_cli_does(
    grammar: Grammar, oracle: Oracle, everything: bool, part: int
) -> None:
    for service in _services(grammar, part, everything=everything):
        oracle.ask({"service": service})
        theirs: list[str] = oracle.answer()["verbs"]
        assert [verb for verb in theirs if not grammar.models.api_of(service, verb)] == [], service
        verbs = [verb for verb in theirs if not _hidden(grammar, service, verb)]
        if not everything:
            verbs = Random(service).sample(verbs, min(len(verbs), _VERBS))
        for verb in verbs:
            if f"{service} {verb}" not in UNLIKE:
                _same_options(grammar, oracle, service, verb)
        score = compare(oracle, grammar, made_up(grammar, service, verbs, rounds=1))
        assert not score.wrong, f"{service}: {score.report()}"
        assert score.same + sum(score.known.values()) == 2 * len(verbs)


def _services(grammar: Grammar, part: int, *, everything: bool) -> list[str]:
    services = list(grammar.services())
    if everything:
        return services[part::_SLICES]
    return [*Random(part).sample(services, _SERVICES), *_USUAL[part::_SLICES]]


def _hidden(grammar: Grammar, service: str, verb: str) -> bool:
    """Whether a verb is understood without being offered, and so has a twin that is."""
    return verb not in grammar.operations(service)


def _same_options(grammar: Grammar, oracle: Oracle, service: str, verb: str) -> None:
    oracle.ask({"service": service, "verb": verb})
    theirs = oracle.answer()
    made = table_of(grammar, service, verb)
    # A file name for a stream may be left out in a chat; skeletons are a general option here; YAML comes from CLI 2.
    assert set(theirs["options"]) - {"outfile", "generate-cli-skeleton", "cli-input-json"} == set(made.options) - {
        "cli-input-yaml",
        "cli-input-json",
    }, f"{service} {verb}"
    required = {option.name for option in made.required()}
    assert set(theirs["required"]) - {"outfile"} == required, f"{service} {verb}"

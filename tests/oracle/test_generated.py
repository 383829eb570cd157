"""For each operation: the same options as the AWS CLI has, and the same understanding of made-up commands."""

from __future__ import annotations

import os
from collections.abc import Sequence
from random import Random

import pytest
from tests.oracle.compare import compare, made_up, table_of
from tests.oracle.differences import UNLIKE
from tests.oracle.oracle import Oracle, Score

from bellhop.syntax import Grammar
from bellhop.syntax.special import names

pytestmark = pytest.mark.filterwarnings("ignore:deprecated string literal syntax")  # examples' own queries

_SLICES = 32 if os.environ.get("BELLHOP_ORACLE") == "all" else 2
_SERVICES, _VERBS = 7, 6
"""Of a sample: services a slice, operations a service."""
_USUAL = ("lambda", "ecs", "sns", "ses", "deploy", "configservice", "s3api", "elb")


@pytest.mark.parametrize("part", range(_SLICES))
def test_made_up_commands_are_understood_as_the_aws_cli_does(
    grammar: Grammar, oracle: Oracle, everything: bool, part: int
) -> None:
    score, asked = Score(), 0
    for service in _services(grammar, part, everything=everything):
        theirs = oracle.operations(service)
        assert [verb for verb in theirs if not grammar.models.api_of(service, verb)] == [], service
        verbs = [verb for verb in theirs if verb in grammar.operations(service)]  # others are hidden twins of these
        if not everything:
            verbs = Random(service).sample(verbs, min(len(verbs), _VERBS))
        _same_options(grammar, oracle, service, verbs)
        score.add(compare(oracle, grammar, made_up(grammar, service, verbs, rounds=1)))
        asked += 2 * len(verbs)
    print(score.report())
    assert not score.wrong, score.report()
    assert score.same + sum(score.known.values()) == asked


def _services(grammar: Grammar, part: int, *, everything: bool) -> list[str]:
    services = list(grammar.services())
    if everything:
        return services[part::_SLICES]
    return [*Random(part).sample(services, _SERVICES), *_USUAL[part::_SLICES]]


def _same_options(grammar: Grammar, oracle: Oracle, service: str, verbs: Sequence[str]) -> None:
    """File names may be left out in a chat; skeletons are a general option here; YAML comes from CLI 2."""
    for verb, theirs in oracle.options(service, verbs).items():
        if f"{service} {verb}" in UNLIKE:
            continue
        made = table_of(grammar, service, verb)
        expected = set(theirs["options"]) - {"outfile", "generate-cli-skeleton", "cli-input-json"}
        assert expected == set(made.options) - {"cli-input-yaml", "cli-input-json"}, f"{service} {verb}"
        required = {option.name for option in made.required()}
        # An older name makes the AWS CLI forget that the newer one is required.
        renamed = {name for name, _ in names.aliases(service, verb)}
        assert required - renamed <= set(theirs["required"]) - {"outfile"} <= required, f"{service} {verb}"

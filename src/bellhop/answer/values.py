"""Values of the account for an option that is missing: `--function-name` from `lambda list-functions`.

Only what the guardrails let run at once, with the rights of whoever asks, within three seconds; else no values.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from bellhop.answer.desk import Desk, Talk
from bellhop.command import Verdict
from bellhop.errors import BellhopError, Field
from bellhop.syntax import Grammar
from bellhop.syntax.resolve import resolve
from bellhop.syntax.scan import split_general

PATIENCE = 3.0
"""Seconds that looking may take."""

_KIND = re.compile(r"-(name|id|arn|url|identifier|prefix)s?$")
_DEEPEST = 4


class Values:
    """Looks values up.

    Args:
        desk: understands, decides and runs commands.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def of(self, said: Sequence[str], field: Field, talk: Talk) -> tuple[str, ...]:
        """The values that a missing option may have in the account; none if they are not to be had at once.

        Args:
            said: the words of the command that lacks it.
            field: the option.
            talk: who asks, where.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._look(said, field, talk)
        except (BellhopError, TimeoutError, KeyError):  # a form without values is a form
            return ()

    async def _look(self, said: Sequence[str], field: Field, talk: Talk) -> tuple[str, ...]:
        words, noun = await asyncio.to_thread(_lister, self._desk.errands.grammar, said, field)
        if not words:
            return ()
        errand = await self._desk.understand(talk, words)
        if errand.decision.verdict is not Verdict.ALLOW:
            return ()
        outcome = await self._desk.look(errand, talk, seconds=PATIENCE)
        found = dict.fromkeys(values_in(outcome.answer, field.name, noun))
        return tuple(value for value in found if value and "****" not in value)


def _lister(grammar: Grammar, said: Sequence[str], field: Field) -> tuple[list[str], str]:
    """The command that lists what an option names, and the noun for it; no words if there is none."""
    given, rest = split_general(said)
    operation = resolve(grammar.models, rest, said, ()).operation
    noun = _noun(field.name, operation.verb)
    verbs = grammar.models.verbs(operation.service)
    region = ["--region", str(given["region"])] if given.get("region") else []
    for plural in _plurals(noun):
        for verb in (f"list-{plural}", f"describe-{plural}", f"get-{plural}"):
            if verb in verbs and not any(option.required for option in grammar.options(operation.service, verb)):
                return [operation.service, verb, *region], noun
    return [], noun


def _noun(option: str, verb: str) -> str:
    """What an option names: `function` for `--function-name`; what the operation is about for a bare `--name`."""
    if option in {"name", "names", "id", "ids", "arn", "identifier"}:
        return verb.partition("-")[2]
    plain = _KIND.sub("", option)
    return plain.removesuffix("s") if plain == option and len(plain) > 3 else plain


def _plurals(noun: str) -> tuple[str, ...]:
    return (f"{noun}s", f"{noun.removesuffix('y')}ies", f"{noun}es", noun)


def values_in(answer: Mapping[str, Any], option: str, noun: str) -> Iterator[str]:
    """The values for an option in the answer of the operation that lists them.

    Args:
        answer: AWS's answer.
        option: the option's name: `instance-ids`.
        noun: what it names: `instance`.
    """
    wanted = option.replace("-", "").removesuffix("s")
    named = list(_under(answer, wanted, _DEEPEST)) if option not in {"name", "id", "arn", "names", "ids"} else []
    if named:
        yield from named
        return
    kind = _KIND.search(f"-{option}")
    endings = (kind[1],) if kind else ("name", "arn", "id")
    for items in answer.values():
        if not isinstance(items, list | tuple):
            continue
        for item in cast("Sequence[Any]", items):
            if isinstance(item, str):
                yield item
            elif isinstance(item, Mapping):
                yield from _one_of(cast("Mapping[str, Any]", item), noun.replace("-", ""), endings)


def _one_of(item: Mapping[str, Any], noun: str, endings: Sequence[str]) -> Iterator[str]:
    """The member of a listed thing that names it: `name` before `pipelineName`."""
    lowered = {key.lower(): value for key, value in item.items() if isinstance(value, str)}
    for ending in endings:
        for key in (ending, f"{noun}{ending}"):
            if key in lowered:
                yield lowered[key]
                return


def _under(value: Any, wanted: str, depth: int) -> Iterator[str]:
    """Every text under a member of that name, wherever it stands."""
    if depth < 0:
        return
    if isinstance(value, Mapping):
        for key, item in cast("Mapping[str, Any]", value).items():
            if key.lower() == wanted and isinstance(item, str):
                yield item
            else:
                yield from _under(item, wanted, depth - 1)
    elif isinstance(value, list | tuple):
        for item in cast("Sequence[Any]", value):
            yield from _under(item, wanted, depth)

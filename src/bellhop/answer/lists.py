"""The account's values for a step of a wizard: looked up with the rights of whoever asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import jmespath

from bellhop.answer.desk import Desk, Talk
from bellhop.command import Verdict
from bellhop.errors import AwsRefused, BellhopError
from bellhop.showing.spelling import jsonable
from bellhop.wizards import Step

NO_PLAN = "SubscriptionRequiredException"
"""https://docs.aws.amazon.com/awssupport/latest/APIReference/CommonErrors.html"""

_SECONDS = 8.0


async def listed(desk: Desk, step: Step, answers: Mapping[str, Sequence[str]], talk: Talk) -> list[tuple[str, str]]:
    """The values that a step may have, each with its label; none if they are not to be had: then any text will do.

    Raises:
        AwsRefused: the account has no plan that this works with.
    """
    if step.source is None:
        return []
    words = [_filled(word, answers) for word in step.source.words]
    if "" in words:
        return []
    try:
        errand = await desk.understand(talk, words)
        if errand.decision.verdict is not Verdict.ALLOW:
            return []
        outcome = await desk.look(errand, talk, seconds=_SECONDS)
    except BellhopError as error:
        if isinstance(error, AwsRefused) and error.code == NO_PLAN:
            raise
        return []
    found: Any = jmespath.search(step.source.path, jsonable(outcome.answer))
    rows = cast("list[list[str | None]]", found or [])
    return [(str(row[0]), _label(row)) for row in rows if row[0]]


def matching(choices: Sequence[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    """The choices that a text names: the one of exactly that value or label, else all that have it in them."""
    wanted = " ".join(text.lower().split())
    exact = [one for one in choices if wanted in (one[0].lower(), one[1].lower())]
    return exact[:1] or [one for one in choices if wanted in one[0].lower() or wanted in one[1].lower()]


def _label(row: Sequence[str | None]) -> str:
    """`한국어 (Korean)`; a label that says the same twice says it once."""
    labels = list(dict.fromkeys(label for label in row[1:] if label)) or [str(row[0])]
    return labels[0] + (f" ({labels[1]})" if len(labels) > 1 else "")


def _filled(word: str, answers: Mapping[str, Sequence[str]]) -> str:
    if not word.startswith("="):
        return word
    return next(iter(answers.get(word[1:], ())), "")

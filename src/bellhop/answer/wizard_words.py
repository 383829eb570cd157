"""Between a wizard's answers and a command's words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bellhop.reader import Reader
from bellhop.wizards import WIZARDS, Step, Wizard


def starting(said: Sequence[str]) -> Wizard | None:
    """The wizard for a command's words, if there is one."""
    return WIZARDS.get(" ".join(word.lower() for word in said[:2]))


def prefilled(wizard: Wizard, said: Sequence[str]) -> tuple[dict[str, list[str]], list[str]]:
    """The answers that a command gives already, by option, and the words that no step asks for."""
    answers: dict[str, list[str]] = {}
    rest: list[str] = []
    values = rest
    for word in said[2:]:
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            step = wizard.step(name)
            values = answers.setdefault(name, []) if step else rest
            if step and equals:
                values.append(value)
            elif not step:
                values.append(word)
        else:
            values.append(word)
    return {name: given for name, given in answers.items() if given}, rest


def spoken_words(wizard: Wizard, rest: Sequence[str], answers: Mapping[str, Sequence[str]]) -> list[str]:
    """The words of the finished command; what was skipped is left out."""
    words = [wizard.service, wizard.verb, *rest]
    for step in wizard.steps:
        if values := answers.get(step.option):
            words.extend((f"--{step.option}", *values) if step.many else (f"--{step.option}={values[0]}",))
    return words


def problem(step: Step, value: str, reader: Reader) -> str:
    """Why a text is no answer to a question, or empty."""
    if len(value) > step.longest:
        return reader.say(
            "That has {count} characters; at most {most} are taken.",
            "{count}자입니다. 최대 {most}자까지 적을 수 있습니다.",
            count=f"{len(value):,}",
            most=f"{step.longest:,}",
        )
    parts = [part for part in re.split(r"[,;\s]+", value) if part] if step.many else [value]
    bad = next((part for part in parts if step.pattern and not re.fullmatch(step.pattern, part)), "")
    if bad:
        return reader.say("“{bad}” is no mail address.", "“{bad}”은(는) 메일 주소가 아닙니다.", bad=bad[:80])
    if len(parts) > 10:
        return reader.say("At most ten addresses are taken.", "주소는 최대 10개입니다.")
    return ""

"""What a wizard is: a command whose values are asked for one after the other."""

from __future__ import annotations

from dataclasses import dataclass

Words = tuple[str, str]
"""A text in English and in Korean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the account's values for a step come from.

    Args:
        words: a command that only looks; a word after `=` is the answer to the step of that name.
        path: JMESPath of the list of `[value, label]`, or `[value, label, other label]`, in its answer.
    """

    words: tuple[str, ...]
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One value.

    Args:
        option: the command's option without dashes.
        word: what an answer in text begins with: `subject`.
        label: its name on the last page.
        question: what is asked.
        source: the account's values; None = any text.
        optional: it may be skipped.
        longest: characters at most.
        many: several values, apart by commas or spaces.
        pattern: what each value has to look like, or empty.
        resets: the steps that are asked anew once this one changes.
        lines: the text may have several lines.
    """

    option: str
    word: str
    label: Words
    question: Words
    source: Source | None = None
    optional: bool = False
    longest: int = 250
    many: bool = False
    pattern: str = ""
    resets: tuple[str, ...] = ()
    lines: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wizard:
    """A command that is asked for step by step.

    Args:
        service: the command's service.
        verb: the command's operation.
        title: what it does.
        send: the label of the last page's button.
        steps: what is asked for.
    """

    service: str
    verb: str
    title: Words
    send: Words
    steps: tuple[Step, ...]

    def step(self, option: str) -> Step | None:
        """The step of an option."""
        return next((step for step in self.steps if step.option == option), None)

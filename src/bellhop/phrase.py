"""`Phrase`: a sentence that knows what it was made of, so that it can be said in another language."""

from __future__ import annotations

from collections.abc import Mapping


class Phrase(str):
    """A text that keeps its template and what was filled in; to everything that knows no phrases it is its English.

    `bellhop.showing.korean` has the same templates in Korean. A value may be a phrase itself.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]


def phrase(template: str, /, **values: object) -> Phrase:
    """A template with its `{name}`s filled in.

    Raises:
        KeyError: a name has no value.
    """
    made = Phrase(template.format_map(values))
    made.template, made.values = template, values
    return made

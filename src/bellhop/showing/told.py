"""A sentence of the middle in the reader's language."""

from __future__ import annotations

from bellhop.phrase import Phrase
from bellhop.reader import Reader
from bellhop.showing.korean import PHRASES
from bellhop.showing.korean.values import TYPES


def told(text: str, reader: Reader) -> str:
    """A text in the reader's language: a phrase, or a sentence without values, that Korean is known for.

    Anything else, such as what AWS itself says, stays as it is.
    """
    if reader.locale == "ko":
        return _korean(text)
    return text.template.format_map(text.values) if isinstance(text, Phrase) else text


def told_type(type_: str, reader: Reader) -> str:
    """What an option takes, as `Option.type` has it, in the reader's language."""
    if reader.locale != "ko":
        return type_
    if type_.startswith("list of "):
        return f"{told_type(type_.removeprefix('list of ').removesuffix('s'), reader)} 목록"
    return TYPES.get(type_, type_)


def _korean(text: str) -> str:
    if not isinstance(text, Phrase):
        return PHRASES.get(text, text)
    values = {name: _korean(value) if isinstance(value, str) else value for name, value in text.values.items()}
    return PHRASES.get(text.template, text.template).format_map(values)

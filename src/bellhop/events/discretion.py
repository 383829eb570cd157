"""Takes secrets out of what is told: other people's events may hold passwords, tokens and signed addresses."""

from __future__ import annotations

from dataclasses import replace

from bellhop.message import Block, Code, Fact, Facts, Link, Message, Table, Text
from bellhop.telltale import HIDDEN, secret_name, without_telltales


def discreet(message: Message) -> Message:
    """A message without secrets; its buttons keep the tokens that their commands need."""
    return replace(
        message,
        title=without_telltales(message.title),
        blocks=tuple(map(_block, message.blocks)),
        links=tuple(map(_link, message.links)),
        footer=without_telltales(message.footer),
    )


def _block(block: Block) -> Block:
    match block:
        case Text() | Code():
            return replace(block, text=without_telltales(block.text))
        case Facts():
            return Facts(items=tuple(map(_fact, block.items)))
        case Table():
            return replace(block, rows=tuple(tuple(map(without_telltales, row)) for row in block.rows))
        case _:
            return block


def _fact(fact: Fact) -> Fact:
    value = HIDDEN if secret_name(fact.label) else without_telltales(fact.value)
    return replace(fact, value=value, url=without_telltales(fact.url))


def _link(link: Link) -> Link:
    return replace(link, label=without_telltales(link.label), url=without_telltales(link.url))

"""Takes secrets out of what is told: other people's events may hold passwords, tokens and signed addresses."""

from __future__ import annotations

from msgspec.structs import replace

from bellhop.message import Block, Code, Fact, Facts, Link, Message, Table, Text
from bellhop.telltale import HIDDEN, secret_name, telltale, without_telltales


def discreet(message: Message) -> Message:
    """A message without secrets, itself if it has none; its buttons keep the tokens that their commands need."""
    if not telltale("\n".join(_texts(message))) and not _names_secrets(message.blocks):
        return message
    return replace(
        message,
        title=without_telltales(message.title),
        blocks=tuple(map(_block, message.blocks)),
        links=tuple(map(_link, message.links)),
        footer=without_telltales(message.footer),
    )


def _texts(message: Message) -> list[str]:
    # Without its middle dots the small print is plain ASCII as most texts are, which is searched in half the time.
    texts = [message.title, *message.footer.split(" · ")]
    for block in message.blocks:
        match block:
            case Facts(items=items):
                texts += [text for fact in items for text in (fact.value, fact.url)]
            case Text() | Code():
                texts.append(block.text)
            case Table():
                texts += [cell for row in block.rows for cell in row]
            case _:
                pass
    texts += [text for link in message.links for text in (link.label, link.url)]
    return texts


def _names_secrets(blocks: tuple[Block, ...]) -> bool:
    labels = [fact.label for block in blocks if isinstance(block, Facts) for fact in block.items]
    return any(map(secret_name, labels))


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

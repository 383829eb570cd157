"""A Slack message that is being laid out: it knows how much room is left, and what had to be left out.

Slack's documented limits are a block's (https://docs.slack.dev/reference/block-kit/blocks/): 50 blocks, 3,000
characters in a section. Beside them there is an undocumented one for all blocks together, about 13,200 characters with
something for every container (`msg_blocks_too_long`, https://github.com/slackapi/bolt-js/issues/2509).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import msgspec

from bellhop.message import Action, Style
from bellhop.platforms.cut import cut, size, split
from bellhop.platforms.slack.buttons import action_id, pack
from bellhop.platforms.slack.words import Words
from bellhop.platforms.text import harmless

BLOCKS = 50
SECTION = 3_000
CONTEXT = 2_000
TOTAL = 12_000
BUTTONS = 25
VALUE = 2_000
_TAME = 600
"""A button's value that is shorter fits, however it is packed."""
_CONTAINER = 75
_NOTE = 500
_SCRAP = 200
_WIDEST = 2
"""How long JSON or UTF-16 spells a character of text at most, once `harmless` took the control characters out."""
_SYNTAX = 100
"""How long the JSON around a text is at most."""

Block = dict[str, Any]


class Page:
    """Blocks in order, within the limits.

    Most messages are far from any limit. So a block's weight is guessed, on the safe side, and blocks are only weighed
    once the guesses say that one does not fit.

    Args:
        words: how to say what was left out.
        tail: the page's end, already laid out: room is kept for it, and it follows in `finish`.
    """

    def __init__(self, words: Words, tail: Page | None = None) -> None:
        self.blocks: list[Block] = []
        self.lost: dict[str, int] = {}
        self.numbers = tail.numbers if tail else count(1)
        self._words = words
        self._tail = tail
        self._limit = TOTAL - _NOTE if tail else TOTAL // 2
        self._left = self._limit - (tail.spent if tail else 0)
        self._room = BLOCKS - 1 - len(tail.blocks) if tail else BLOCKS // 2
        self._weighed = self._known = 0
        self.spent = 0

    def add(self, block: Block, guess: int = 0) -> bool:
        """Puts a block at the end, if there is room.

        Args:
            block: a block as Slack takes it.
            guess: what it weighs at most, if that is known without weighing.
        """
        if len(self.blocks) >= self._room:
            return False
        cost = guess or weight(block)
        if cost > self._left:
            self.weigh()
            cost = weight(block)
            if cost > self._left:
                return False
        self.blocks.append(block)
        self.spent += cost
        self._left -= cost
        return True

    def weigh(self) -> None:
        """Puts weights in the place of guesses."""
        self._known += sum(map(weight, self.blocks[self._weighed :]))
        self._weighed = len(self.blocks)
        self.spent = self._known
        self._left = self._limit - self.spent
        if self._tail:
            self._tail.weigh()
            self._left -= self._tail.spent

    def part(self, block: Block, guess: int = 0) -> None:
        """Puts a block at the end, or counts it as left out."""
        if not self.add(block, guess):
            self.lose("parts")

    def say(self, text: str) -> None:
        """Puts a section of ready mrkdwn, shown whole, or counts it as left out."""
        self.part(section(text), _guess(text))

    def aside(self, text: str) -> None:
        """Puts small print of ready mrkdwn, or counts it as left out."""
        self.part(context(text), _guess(text))

    def fields(self, texts: list[str]) -> None:
        """Puts pieces of ready mrkdwn, ten at most, in two columns, or counts them as left out."""
        guess = sum(map(len, texts)) * _WIDEST + _CONTAINER + len(texts) * _SYNTAX
        self.part({"type": "section", "fields": list(map(mrkdwn, texts))}, guess)

    def flow(self, text: str, dress: Callable[[str], str], *, small: bool = False, unit: str = "characters") -> None:
        """Puts text in as many sections as it takes; what doesn't fit is counted in `characters` or `lines`."""
        longest, wrap = (CONTEXT, context) if small else (SECTION, section)
        bare = text.strip("\n")
        if not bare.strip():
            return
        if len(bare) * _WIDEST < longest:
            dressed = dress(bare)
            if len(dressed) * _WIDEST < longest and self.add(wrap(dressed), _guess(dressed)):
                return
        self.weigh()
        rest = text
        while rest.strip():
            limit = min(longest, self._left - 3 * _CONTAINER) if len(self.blocks) < self._room else 0
            if limit < _SCRAP:
                self.lose(unit, rest.rstrip("\n").count("\n") + 1 if unit == "lines" else len(rest))
                return
            piece, rest = split(rest, limit, lambda piece: _json(dress(piece)))
            if piece.strip():
                self.add(wrap(dress(piece.strip("\n"))))
            self.weigh()

    def buttons(self, actions: tuple[Action, ...]) -> None:
        """Puts a row of buttons; one whose value Slack would not take is left out, since half a command is none."""
        fit = [action for action in actions if len(action.value) < _TAME or size(pack(action.value)) <= VALUE][:BUTTONS]
        while fit:
            row = [self._button(action) for action in fit]
            if self.add({"type": "actions", "elements": row}):
                break
            fit.pop()
        self.lose("buttons", len(actions) - len(fit))

    def lose(self, what: str, number: int = 1) -> None:
        """Counts something as left out."""
        if number:
            self.lost[what] = self.lost.get(what, 0) + number

    def finish(self) -> list[Block]:
        """The blocks, those of the tail, and a note on what was left out of both."""
        blocks = [*self.blocks, *(self._tail.blocks if self._tail else ())]
        if self._tail:
            for what, number in self._tail.lost.items():
                self.lose(what, number)
        if self.lost:
            what = " · ".join(getattr(self._words, f"left_{key}").format(n=f"{n:,}") for key, n in self.lost.items())
            blocks.append(context(f"✂️ {self._words.left_out.format(what=what)}"))
        return blocks

    def _button(self, action: Action) -> Block:
        button: Block = {
            "type": "button",
            "text": {"type": "plain_text", "text": cut(" ".join(harmless(action.label).split()) or action.name, 75)},
            "action_id": action_id(action.name, next(self.numbers)),
        }
        if action.value:
            button["value"] = pack(action.value)
        if action.style is not Style.PLAIN:
            button["style"] = str(action.style)
        return button


def section(text: str) -> Block:
    """A section of ready mrkdwn, shown whole."""
    return {"type": "section", "text": mrkdwn(text), "expand": True}


def context(text: str) -> Block:
    """Small print of ready mrkdwn."""
    return {"type": "context", "elements": [mrkdwn(text)]}


def mrkdwn(text: str) -> Block:
    """A text object; `verbatim` keeps Slack from finding mentions and channels in it."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


_encode = msgspec.json.Encoder().encode


def _json(value: str) -> str:
    return _encode(value).decode()


def _guess(text: str) -> int:
    """What a block with a text in it weighs at most."""
    return len(text) * _WIDEST + _SYNTAX + _CONTAINER


def weight(block: Block) -> int:
    """What a block counts towards the limit for all blocks together, on the safe side."""
    spelt = _encode(block)
    return (len(spelt) if spelt.isascii() else size(spelt.decode())) + _CONTAINER

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
from bellhop.platforms.slack.buttons import action_id, pack
from bellhop.platforms.slack.cut import cut, size, split
from bellhop.platforms.slack.words import Words
from bellhop.platforms.text import harmless

BLOCKS = 50
SECTION = 3_000
CONTEXT = 2_000
TOTAL = 12_000
BUTTONS = 25
VALUE = 2_000
_CONTAINER = 75
_NOTE = 500
_SCRAP = 200
_SPELT = 6

Block = dict[str, Any]


class Page:
    """Blocks in order, within the limits.

    Args:
        words: how to say what was left out.
        tail: the page's end, already laid out: room is kept for it, and it follows in `finish`.
    """

    def __init__(self, words: Words, tail: Page | None = None) -> None:
        self.blocks: list[Block] = []
        self._words = words
        self._tail = tail
        self._left = TOTAL - _NOTE - tail.spent if tail else TOTAL // 2
        self.spent = 0
        self._room = BLOCKS - 1 - len(tail.blocks) if tail else BLOCKS // 2
        self.lost: dict[str, int] = {}
        self.numbers = tail.numbers if tail else count(1)

    def add(self, block: Block) -> bool:
        """Puts a block at the end, if there is room."""
        cost = weight(block)
        if len(self.blocks) >= self._room or cost > self._left:
            return False
        self.blocks.append(block)
        self._left -= cost
        self.spent += cost
        return True

    def part(self, block: Block) -> None:
        """Puts a block at the end, or counts it as left out."""
        if not self.add(block):
            self.lose("parts")

    def flow(self, text: str, dress: Callable[[str], str], *, small: bool = False, unit: str = "characters") -> None:
        """Puts text in as many sections as it takes; what doesn't fit is counted in `characters` or `lines`."""
        rest = text
        while rest.strip():
            limit = (
                min(CONTEXT if small else SECTION, self._left - 3 * _CONTAINER) if len(self.blocks) < self._room else 0
            )
            if limit < _SCRAP:
                self.lose(unit, rest.rstrip("\n").count("\n") + 1 if unit == "lines" else len(rest))
                return
            piece, rest = self._piece(rest, limit, dress)
            if piece:
                self.add(context(piece) if small else section(piece))

    def _piece(self, text: str, limit: int, dress: Callable[[str], str]) -> tuple[str, str]:
        """The longest beginning that fits, dressed, empty if it is blank; and the rest."""
        bare = text.strip("\n")
        dressed = dress(bare)
        # JSON spells a character with six at most; so most texts surely fit, and need no measuring.
        if _SPELT * (len(dressed) + len(text) - len(bare)) < limit:
            return dressed, ""
        piece, rest = split(text, limit, lambda piece: _json(dress(piece)))
        return (dress(piece.strip("\n")) if piece.strip() else ""), rest

    def buttons(self, actions: tuple[Action, ...]) -> None:
        """Puts a row of buttons; one whose value Slack would not take is left out, since half a command is none."""
        fit = [action for action in actions if size(pack(action.value)) <= VALUE][:BUTTONS]
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


def _json(value: Block | str) -> str:
    return _encode(value).decode()


def weight(block: Block | str) -> int:
    """What a block, or a text in it, counts towards the limit for all blocks together, on the safe side."""
    spelt = _encode(block)
    return (len(spelt) if spelt.isascii() else size(spelt.decode())) + _CONTAINER

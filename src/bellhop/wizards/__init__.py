"""Commands that are asked for step by step, by what is typed: a table. `answer/wizards.py` asks."""

from __future__ import annotations

from collections.abc import Mapping

from bellhop.wizards.support import CREATE, REPLY
from bellhop.wizards.wizard import Source, Step, Wizard

WIZARDS: Mapping[str, Wizard] = {f"{one.service} {one.verb}": one for one in (CREATE, REPLY)}
"""Every wizard by its command, `support create-case`."""

__all__ = ["WIZARDS", "Source", "Step", "Wizard"]

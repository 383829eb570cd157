"""A channel's own layouts, tried on all samples: `bellhop check`."""

from __future__ import annotations

from dataclasses import dataclass

from bellhop.channel import Channel
from bellhop.events import tell
from bellhop.gallery.samples import samples
from bellhop.reader import Reader
from bellhop.retelling import layout_for, retold
from bellhop.unwrap import unwrap_all


@dataclass(frozen=True, slots=True)
class LayoutTrial:
    """What came of a channel's layouts.

    Args:
        told: how many samples they told.
        layouts: their names.
        problems: what failed, each once, with the first sample that it failed for.
    """

    told: int
    layouts: tuple[str, ...]
    problems: tuple[str, ...]


def try_layouts(channel: Channel) -> LayoutTrial:
    """Tells every sample for which a channel has a layout of its own."""
    reader = Reader(locale=channel.locale, timezone=channel.timezone)
    problems: dict[str, str] = {}
    count = 0
    for sample in samples():
        if not layout_for(channel.templates, sample.type):
            continue
        for event in unwrap_all(sample.document):
            _, problem = retold(channel.templates, event, tell(event, reader).notification, reader)
            count += not problem
            if problem:
                problems.setdefault(problem, f"{problem} (sample {sample.type}/{sample.case})")
    names = dict.fromkeys(layout.name for layout in channel.templates.values())
    return LayoutTrial(count, tuple(names), tuple(problems.values()))

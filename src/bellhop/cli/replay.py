"""`bellhop replay`: events go through the intake again."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bellhop.cli._config import config_option
from bellhop.cli._documents import documents
from bellhop.errors import BellhopError

if TYPE_CHECKING:
    from bellhop.config import Config
    from bellhop.event import Envelope
    from bellhop.store import Store

_AT_ONCE = 500


@click.command()
@click.argument("files", nargs=-1, metavar="FILE…", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--stdin", is_flag=True, help="Read one document a line from standard input; the same as a FILE of -.")
@click.option(
    "--event", "ids", multiple=True, metavar="ID", help="An event of the store, event-17, or a delivery's id."
)
@click.option("--topic", default="", metavar="ARN", help="The topic that it comes by; an SNS message knows its own.")
@config_option
def command(files: tuple[Path, ...], ids: tuple[str, ...], topic: str, config_file: Path, *, stdin: bool) -> None:
    """Send events through the intake again, as if they had just arrived.

    Each FILE is anything that may arrive: an SNS or SQS envelope, an EventBridge event, a bare alarm, plain text. They
    are stored at once and told by the agent that runs on the same store, or by the next that starts. That one was told
    before silences none of them; muting, quiet hours and storms count as always.

    \b
    Examples:
      bellhop replay alarm.json
      bellhop replay --event event-17
      bellhop replay --topic arn:aws:sns:eu-west-1:123456789012:alarms --stdin < alarms.jsonl
    """
    from bellhop.config import load_config
    from bellhop.store import Store

    if not files and not stdin and not ids:
        raise click.UsageError("give a FILE, --stdin, or --event")
    config = load_config(config_file)
    given = [_envelope(document.decode("utf-8", "replace"), topic) for document in documents(files, stdin=stdin)]
    store = Store(config.store.url)
    store.open()
    try:
        for line in asyncio.run(_replay(config, store, given, ids, topic)):
            click.echo(line)
    finally:
        store.close()


def _envelope(body: str, topic: str, subject: str = "") -> Envelope:
    from bellhop.event import REPLAY, Envelope
    from bellhop.unwrap import unwrap_all

    return Envelope(
        source=REPLAY,
        body=body,
        key=f"{REPLAY}/{time.time_ns()}/{uuid.uuid4()}",
        topic=topic or unwrap_all(body)[0].topic,
        subject=subject,
        received=datetime.now(UTC),
    )


async def _replay(config: Config, store: Store, given: Sequence[Envelope], ids: Sequence[str], topic: str) -> list[str]:
    """Stores the envelopes and the events of these ids anew; gives a line for each that says who hears it."""
    from bellhop.action_book import ActionBook
    from bellhop.ingest import Ingest
    from bellhop.preference_book import PreferenceBook
    from bellhop.store.fates import find_events, show_delivery

    found = await store.read(lambda c: [(id_, show_delivery(c, id_)) for id_ in ids])
    envelopes = [*given, *(_stored(id_, fate, topic) for id_, fate in found)]
    actions, preferred = ActionBook(store), PreferenceBook(store)
    await actions.refresh()
    await preferred.refresh()
    ingest = Ingest(store, config.build_routing(), lambda _channels: None, actions.of, preferred.prefer)
    lines: list[str] = []
    for start in range(0, len(envelopes), _AT_ONCE):
        part = envelopes[start : start + _AT_ONCE]
        await ingest.accept(part)
        events = await store.read(lambda c, part=part: find_events(c, [one.key for one in part]))
        fates = await store.read(lambda c, events=events: [show_delivery(c, id_) for id_ in events])
        lines += [line for fate in fates if fate for line in _lines(fate)]
    return lines


def _stored(id_: str, fate: dict[str, Any] | None, topic: str) -> Envelope:
    if fate is None:
        raise BellhopError(f"there is no delivery or event {id_}", fix="see `bellhop deliveries list`")
    arrived = fate.get("arrived", fate)
    if not arrived or "body" not in arrived:
        raise BellhopError(f"{id_} was made by no event", fix="send it again: bellhop deliveries retry ID")
    return _envelope(arrived["body"], topic or arrived["topic"], arrived["subject"])


def _lines(fate: dict[str, Any]) -> Iterator[str]:
    from bellhop.platforms.text import harmless

    title = " ".join(fate["title"].split()) or fate["type"]
    yield harmless(f"{fate['id']}: {title}")
    yield harmless(f"  {fate['why']}")
    if fate["state"] == "silent" and not fate["topic"]:
        yield "  it names no topic: say by which it comes, --topic ARN"

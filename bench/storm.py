"""A storm: 10,000 alarms in a minute to one Slack-like channel; how many messages a person sees, and how soon.

    python bench/storm.py [--events 10000] [--seconds 60] [--store URL]

The channel is paced as Slack is. It prints the messages seen, the first message's delay, and what stands nowhere.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets
import tempfile
import time
from datetime import UTC, datetime

from bellhop.channel import Channel
from bellhop.deliver import Deliver
from bellhop.delivery import Delivery, Receipt
from bellhop.digests import Digests
from bellhop.event import Envelope
from bellhop.ingest import Ingest
from bellhop.platforms import Ears
from bellhop.platforms.text import render
from bellhop.routing import Routing
from bellhop.store import Store
from bellhop.store.fates import count_states, list_deliveries

TOPIC = "arn:aws:sns:us-east-1:123456789012:storm"


class Screen:
    """What a person sees."""

    name = "slack"
    pace = 1.05

    def __init__(self) -> None:
        self.shown: dict[str, str] = {}
        self.first = 0.0
        self.edits = 0

    async def start(self, ears: Ears | None) -> None:
        """Nothing to get ready."""

    async def close(self) -> None:
        """Nothing to let go of."""

    async def post(self, channel: Channel, delivery: Delivery, under: Receipt | None) -> Receipt:  # noqa: ARG002  # the platform's own
        """Shows a message."""
        self.first = self.first or time.monotonic()
        id_ = str(len(self.shown) + 1)
        self.shown[id_] = render(delivery.message)
        return Receipt(id=id_)

    async def replace(self, channel: Channel, delivery: Delivery, at: Receipt) -> Receipt:  # noqa: ARG002  # as above
        """Changes one."""
        self.shown[at.id] = render(delivery.message)
        self.edits += 1
        return at

    async def find(self, channel: Channel, delivery: Delivery, since: datetime) -> Receipt | None:  # noqa: ARG002  # as above
        """Nothing is ever in doubt here."""
        return None


def _alarm(number: int, name: str) -> Envelope:
    body = {
        "AlarmName": name,
        "NewStateValue": "ALARM",
        "OldStateValue": "OK",
        "NewStateReason": "Threshold Crossed",
        "StateChangeTime": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
        "AlarmArn": f"arn:aws:cloudwatch:us-east-1:123456789012:alarm:{name}",
    }
    return Envelope(source="sns", body=json.dumps(body), key=str(number), topic=TOPIC, received=datetime.now(UTC))


async def main() -> None:
    """Runs it once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--store", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(options.store or f"sqlite:///{folder}/storm.db")
        store.open()
        channel, screen = Channel(name="ops", platform="slack", topics=(TOPIC,)), Screen()
        deliver = Deliver(store, [channel], {"slack": screen})
        ingest, digests = Ingest(store, Routing([channel]), deliver.wake), Digests(store, [channel], deliver.wake)
        tasks = [asyncio.create_task(deliver.run()), asyncio.create_task(digests.run())]
        names = [f"svc-{secrets.token_hex(4)}-5xx" for _ in range(options.events)]
        began = time.monotonic()
        for number, name in enumerate(names):
            await ingest.accept([_alarm(number, name)])
            ahead = began + options.seconds * number / options.events - time.monotonic()
            if ahead > 0:
                await asyncio.sleep(ahead)
        took = time.monotonic() - began
        seen = len(screen.shown)
        await asyncio.sleep(75)  # the storm's own end, and the pages that name the rest
        listed = {line["title"] for line in await store.read(lambda c: list_deliveries(c, limit=2 * options.events))}
        text, titles = "\n".join(screen.shown.values()), "\n".join(listed)
        print(f"{options.events} alarms in {took:.1f} s: first message after {screen.first - began:.2f} s")
        print(f"{seen} messages seen in the storm, {len(screen.shown)} with the list beneath it, {screen.edits} edits")
        print(f"{sum(name in text for name in names)} named in chat, {sum(name in titles for name in names)} in all")
        print(await store.read(count_states))
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        store.close()


if __name__ == "__main__":
    asyncio.run(main())

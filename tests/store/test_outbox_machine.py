"""Any order of puts, takes, posts, lost answers, failures, crashes and time: nothing lost, nothing twice, in order."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from bellhop.delivery import Delivery, Receipt
from bellhop.message import Message
from bellhop.store.leases import add_channels, free_channel, renew_channels, take_channel
from bellhop.store.outbox import Leased, add_delivery, put_back, take_deliveries, untake
from bellhop.store.posted import Posted, note_posted
from bellhop.store.tables import metadata

START = datetime(2026, 11, 23, tzinfo=UTC)
LEASE = timedelta(seconds=10)
HOLDERS = st.sampled_from(["a", "b"])


@dataclass
class Holder:
    """A replica's memory: what it has taken, whether the first of it stands in the channel, its lease."""

    batch: list[Leased] = field(default_factory=list[Leased])
    posted: bool = False
    until: datetime = START


class Outbox(RuleBasedStateMachine):
    """One channel, two replicas that keep a postman's rules, and a platform that remembers what it was sent."""

    @initialize()
    def begin(self) -> None:
        self.engine = create_engine("sqlite://", poolclass=StaticPool)
        metadata.create_all(self.engine)
        self.now = START
        self.put: list[tuple[str, str, bool]] = []
        self.shown: list[str] = []
        self.holders = {"a": Holder(), "b": Holder()}
        with self.engine.begin() as connection:
            add_channels(connection, ["ops"], self.now)

    @rule(thread=st.sampled_from(["x", "y"]), urgent=st.booleans())
    def puts(self, thread: str, urgent: bool) -> None:
        delivery = Delivery(id=str(uuid.uuid4()), channel="ops", type="t", message=Message(title="t"), thread=thread)
        self.put.append((delivery.id, thread, urgent))
        with self.engine.begin() as connection:
            add_delivery(connection, delivery, self.now, urgent=urgent)

    @rule(name=HOLDERS, many=st.integers(1, 4))
    def takes(self, name: str, many: int) -> None:
        holder = self.holders[name]
        if holder.batch:
            return
        with self.engine.begin() as connection:
            if not take_channel(connection, "ops", name, self.now, self.now + LEASE):
                return
            holder.batch = take_deliveries(connection, "ops", name, self.now, many)
            holder.until = self.now + LEASE
            if not holder.batch:
                free_channel(connection, "ops", name, self.now)

    def _may_post(self, name: str) -> bool:
        holder = self.holders[name]
        return bool(holder.batch) and not holder.posted and self.now < holder.until

    @rule(name=HOLDERS)
    def posts(self, name: str) -> None:
        if self._may_post(name):
            self._post(name)

    def _post(self, name: str) -> None:
        holder = self.holders[name]
        leased = holder.batch[0]
        if not (leased.unsure and leased.delivery.id in self.shown):
            self.shown.append(leased.delivery.id)
        holder.posted = True

    @rule(name=HOLDERS)
    def notes(self, name: str) -> None:
        holder = self.holders[name]
        if not holder.posted:
            return
        leased = holder.batch.pop(0)
        holder.posted = False
        posted = Posted(
            seq=leased.seq,
            holder=name,
            delivery=leased.delivery,
            changed=False,
            receipt=Receipt(id="1"),
            story=None,
            closed=False,
            at=self.now,
        )
        with self.engine.begin() as connection:
            note_posted(connection, [posted])

    @rule(name=HOLDERS, taken=st.booleans(), wait=st.integers(0, 8))
    def fails(self, name: str, taken: bool, wait: int) -> None:
        """The platform refuses, or takes the message and its answer is lost."""
        if not self._may_post(name):
            return
        holder = self.holders[name]
        unsure = taken or holder.batch[0].unsure
        if taken:
            self._post(name)
        first, *rest = holder.batch
        due = self.now + timedelta(seconds=wait)
        with self.engine.begin() as connection:
            put_back(connection, first.seq, name, due, error="", unsure=unsure)
            untake(connection, [leased.seq for leased in rest], name)
            free_channel(connection, "ops", name, due)
        self.holders[name] = Holder()

    @rule(name=HOLDERS)
    def crashes(self, name: str) -> None:
        self.holders[name] = Holder()

    @rule(name=HOLDERS)
    def renews(self, name: str) -> None:
        if not self.holders[name].batch:
            return
        with self.engine.begin() as connection:
            if "ops" in renew_channels(connection, ["ops"], name, self.now + LEASE):
                self.holders[name].until = self.now + LEASE

    @rule(seconds=st.integers(1, 12))
    def waits(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: hasattr(self, "shown"))
    @invariant()
    def nothing_is_shown_twice(self) -> None:
        assert len(set(self.shown)) == len(self.shown)

    def teardown(self) -> None:
        if not hasattr(self, "put"):
            return
        self.now += timedelta(hours=1)
        self.holders = {"c": Holder()}
        for _ in self.put:
            self.takes("c", 4)
            self.posts("c")
            self.notes("c")
        self.engine.dispose()
        self.nothing_is_shown_twice()
        assert set(self.shown) == {id_ for id_, _, _ in self.put}, "lost"
        for which in ("x", "y"):
            wanted = [id_ for id_, thread, urgent in self.put if thread == which and not urgent]
            assert [id_ for id_ in self.shown if id_ in wanted] == wanted, "out of order"


TestOutbox = Outbox.TestCase
TestOutbox.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)

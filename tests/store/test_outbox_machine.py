"""Whatever happens to the outbox, in any order: nothing lost, nothing twice, in order.

Puts, takes, posts, lost answers, failures, refusals, ends of patience, crashes, leases that are renewed or run out,
channels that break and are resumed, dead letters that are sent again, digests, pruning, and time.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, create_engine, insert, select, true
from sqlalchemy.pool import StaticPool

from bellhop.delivery import Delivery, Receipt, State
from bellhop.message import Message
from bellhop.store.dead import bury
from bellhop.store.digests import Backlog, due_digests, join_backlog, note_told
from bellhop.store.leases import add_channels, break_channel, free_channel, renew_channels, take_channels
from bellhop.store.outbox import Leased, add_deliveries, add_delivery, delivery_row, put_back, untake
from bellhop.store.posted import Posted, note_posted
from bellhop.store.resuming import resume_channel, retry_dead, retry_delivery
from bellhop.store.retention import sweep_answers, sweep_events
from bellhop.store.tables import channels, deliveries, events, metadata
from bellhop.store.taking import take_deliveries

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
        self.told: set[str] = set()
        self.passed: set[str] = set()
        self.holders = {"a": Holder(), "b": Holder()}
        with self.engine.begin() as connection:
            add_channels(connection, ["ops"], self.now)

    @rule(thread=st.sampled_from(["x", "y"]), urgent=st.booleans())
    def puts(self, thread: str, urgent: bool) -> None:
        delivery = Delivery(id=str(uuid.uuid4()), channel="ops", type="t", message=Message(title="t"), thread=thread)
        self.put.append((delivery.id, thread, urgent))
        event = {"key": delivery.id, "source": "sns", "body": "", "received": self.now, "state": "routed"}
        with self.engine.begin() as connection:
            number = connection.execute(insert(events).values(event)).inserted_primary_key
            assert number
            add_deliveries(connection, [delivery_row(delivery, self.now, event=number[0], urgent=urgent)])

    @rule(name=HOLDERS, many=st.integers(1, 4))
    def takes(self, name: str, many: int) -> None:
        holder = self.holders[name]
        if holder.batch:
            return
        with self.engine.begin() as connection:
            if not take_channels(connection, {"ops"}, name, self.now, self.now + LEASE):
                return
            holder.batch = take_deliveries(connection, {"ops"}, name, self.now, many).get("ops", [])
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

    @rule(name=HOLDERS, taken=st.booleans())
    def dies(self, name: str, taken: bool) -> None:
        """The platform will never take it, or it has failed for too long, with its last answer lost."""
        if not self._may_post(name):
            return
        if taken:
            self._post(name)
        holder = self.holders[name]
        first = holder.batch.pop(0)
        holder.posted = False
        self.passed.add(first.delivery.id)
        notice = Delivery(id=str(uuid.uuid4()), channel="ops", type="notice", message=Message(title="dead"))
        with self.engine.begin() as connection:
            bury(connection, first.seq, name, self.now, "why", notice, unsure=taken or first.unsure)

    @rule(name=HOLDERS)
    def breaks(self, name: str) -> None:
        """The channel is archived: it is switched off, and all that was taken is put back."""
        if not self._may_post(name):
            return
        first, *rest = self.holders[name].batch
        with self.engine.begin() as connection:
            put_back(connection, first.seq, name, self.now, error="archived", unsure=False)
            untake(connection, [leased.seq for leased in rest], name)
            break_channel(connection, "ops", "archived", self.now)
            free_channel(connection, "ops", name, self.now)
        self.holders[name] = Holder()

    @rule()
    def resumes(self) -> None:
        with self.engine.begin() as connection:
            resume_channel(connection, "ops", self.now)

    @rule(many=st.booleans())
    def sends_again(self, many: bool) -> None:
        with self.engine.begin() as connection:
            if many:
                retry_dead(connection, "ops", self.now)
            elif self.put:
                retry_delivery(connection, self.put[0][0], self.now)

    @rule()
    def groups(self) -> None:
        """What waits becomes a digest."""
        with self.engine.begin() as connection:
            found = Backlog(channel="ops", waiting=1, oldest=self.now)
            join_backlog(connection, found, str(uuid.uuid4()), self.now)
            self.passed.update(self._ids(connection, State.GROUPED))

    @rule()
    def tells(self) -> None:
        """The digests' messages are put into the outbox."""
        with self.engine.begin() as connection:
            for digest in due_digests(connection, self.now):
                members = select(deliveries.c.id).where(deliveries.c.digest == digest.digest.id)
                told = connection.execute(members).scalars().all()
                assert len(told) == digest.members, "pruned untold"
                assert note_told(connection, digest, digest.members, None, self.now, end=True)
                message = Message(title=f"{digest.members} things")
                add_delivery(
                    connection, Delivery(id=digest.digest.id, channel="ops", type="digest", message=message), self.now
                )
                self.told.update(told)

    @rule(seconds=st.integers(0, 30))
    def prunes(self, seconds: int) -> None:
        before = self.now - timedelta(seconds=seconds)
        with self.engine.begin() as connection:
            sweep_events(connection, 0, before, 100, dry=False)
            sweep_answers(connection, 0, before, 100, dry=False)

    @staticmethod
    def _ids(connection: Connection, *states: State) -> set[str]:
        query = select(deliveries.c.id).where(deliveries.c.state.in_(states) if states else true())
        return set(connection.execute(query).scalars())

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

    @precondition(lambda self: hasattr(self, "shown"))
    @invariant()
    def nothing_is_gone_untold(self) -> None:
        with self.engine.begin() as connection:
            kept = self._ids(connection)
        gone = {id_ for id_, _, _ in self.put} - kept
        assert gone <= set(self.shown) | self.told

    @precondition(lambda self: hasattr(self, "shown"))
    @invariant()
    def one_replica_holds_the_channel(self) -> None:
        holding = [name for name, holder in self.holders.items() if holder.batch and self.now < holder.until]
        with self.engine.begin() as connection:
            its = set(connection.execute(select(channels.c.holder)).scalars())
            leased = select(deliveries.c.holder).where(deliveries.c.state == State.LEASED).distinct()
            assert len(connection.execute(leased).scalars().all()) <= 1
        assert len(holding) <= 1
        assert its >= set(holding)

    def teardown(self) -> None:
        if not hasattr(self, "put"):
            return
        self.now += timedelta(hours=1)
        self.holders = {"c": Holder()}
        self.tells()
        self.resumes()
        self.sends_again(many=True)
        while True:
            self.takes("c", 4)
            if not self.holders["c"].batch:
                break
            self.posts("c")
            self.notes("c")
        with self.engine.begin() as connection:
            assert not self._ids(connection, State.PENDING, State.LEASED, State.DEAD)
        self.nothing_is_gone_untold()
        self.engine.dispose()
        self.nothing_is_shown_twice()
        ours = {id_ for id_, _, _ in self.put}
        assert ours <= set(self.shown) | self.told, "lost"
        assert not self.told & set(self.shown), "told twice"
        for which in ("x", "y"):
            wanted = [
                id_ for id_, thread, urgent in self.put if thread == which and not urgent and id_ not in self.passed
            ]
            assert [id_ for id_ in self.shown if id_ in wanted] == wanted, "out of order"


TestOutbox = Outbox.TestCase
TestOutbox.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

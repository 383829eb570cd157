"""Calls of AWS besides the command that was asked for: a look at values, at what is watched or followed.

They too are in the audit trail, on disk, before anything runs.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from time import monotonic

from bellhop.channel import Channel
from bellhop.command import Ask, Outcome
from bellhop.errands import Errand, Errands
from bellhop.errors import AwsRefused, BellhopError
from bellhop.evidence import evidence, refusal_of, result_of
from bellhop.store import Store
from bellhop.store.ledger import note_call, note_return


async def witnessed(
    store: Store, errands: Errands, errand: Errand, channel: Channel, ask: Ask, *, seconds: float = 0
) -> Outcome:
    """`Errands.call`, with a record before and one after.

    Args:
        store: where the trail is.
        errands: runs the command.
        errand: what was understood.
        channel: where it was asked.
        ask: who asked for what it is done for; the records bear its id.
        seconds: how long it may take; 0 = as the caller has it.

    Raises:
        Busy: the record can't be written, so nothing ran.
        Denied, AwsRefused, NotUnderstood: as `Errands.call`.
    """
    facts = await asyncio.to_thread(
        evidence, errands.grammar, ask, channel, errand.command, errand.decision, errand.standing
    )
    facts.pop("typed", None)  # it stands in the ask's own record
    now = datetime.now(UTC)
    await store.write(lambda c: note_call(c, ask, errand.text, errand.command, errand.decision, now, facts))
    began, outcome, known = monotonic(), "failed", {}
    try:
        answer = await errands.call(errand, channel, ask.user, seconds=seconds)
        outcome, known = "ok", result_of(answer)
    except BellhopError as error:
        outcome = error.code if isinstance(error, AwsRefused) else type(error).__name__
        known = refusal_of(error)
        raise
    except asyncio.CancelledError:
        outcome = "cancelled"
        raise
    else:
        return answer
    finally:
        known |= {"seconds": round(monotonic() - began, 3)}
        done = datetime.now(UTC)
        await asyncio.shield(store.write(lambda c: note_return(c, ask, outcome, done, known)))

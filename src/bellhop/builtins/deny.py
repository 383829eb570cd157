"""`@aws deny not on a Friday`: says no to the command of the thread that waits for approval."""

from __future__ import annotations

from bellhop.builtins import Ballot, Call
from bellhop.store.approvals import named_in

NAME = "deny"
ALSO = ("거절",)
SUMMARY = (
    "say no to what waits for approval: deny not on a Friday",
    "승인을 기다리는 명령 거절하기: deny 금요일에는 안 됩니다",
)


async def answer(call: Call) -> Ballot:
    """A no, with what was said as its reason."""
    id_, reason = named_in(call.rest)
    return Ballot(yes=False, reason=reason, id=id_)

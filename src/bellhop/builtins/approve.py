"""`@aws approve looks right`: says yes to the command of the thread that waits for approval."""

from __future__ import annotations

from bellhop.builtins import Ballot, Call
from bellhop.store.approvals import named_in

NAME = "approve"
ALSO = ("승인",)
SUMMARY = (
    "say yes to what waits for approval: approve looks right",
    "승인을 기다리는 명령 승인하기: approve 확인했습니다",
)


async def answer(call: Call) -> Ballot:
    """A yes, with what was said as its reason."""
    id_, reason = named_in(call.rest)
    return Ballot(yes=True, reason=reason, id=id_)

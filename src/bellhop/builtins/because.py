"""`@aws because the disk is full`: why somebody wants what needs approval; those who may approve are asked then."""

from __future__ import annotations

from bellhop.builtins import Ballot, Call

NAME = "because"
ALSO = ("이유",)
SUMMARY = (
    "ask for approval, and say why: because the disk is full",
    "이유를 적어 승인 요청하기: because 디스크가 가득 참",
)


async def answer(call: Call) -> Ballot:
    """A reason for the newest question."""
    return Ballot(yes=None, reason=call.rest)

"""`@aws history`: the newest commands of this channel, from the audit log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bellhop.builtins import Call
from bellhop.message import Action, Message, Table, Text
from bellhop.reader import Reader
from bellhop.store.ledger import Past, past_commands

NAME = "history"
ALSO = ("기록",)
SUMMARY = ("the last commands of this channel", "이 채널의 최근 명령")

_ANSWERED_WITHIN = timedelta(minutes=15)
_BUTTONS = 5
_LABEL = 60


async def answer(call: Call) -> Message:
    """Shows who asked for what, and what came of it; what was asked for is a button."""
    say = call.reader.say
    past = await call.kept.read(lambda c: past_commands(c, call.channel.name))
    if not past:
        return Message(title=say("Nobody ran a command here yet.", "아직 여기서 실행한 명령이 없습니다."))
    again = dict.fromkeys(one.text for one in past if "****" not in one.text and len(one.text) <= 2000)
    return Message(
        title=say("The last commands here, newest first:", "최근 명령 (최신순):"),
        blocks=(
            Table(
                heads=(say("Time"), say("Who"), say("Command", "명령"), say("Result")),
                rows=tuple(
                    (call.reader.moment(one.at), one.name, one.text[:200], _outcome(one, call.reader)) for one in past
                ),
            ),
            Text(text=say("Say one again:", "다시 실행하기:"), small=True),
        ),
        actions=tuple(Action(label=_label(text), name="say", value=text) for text in list(again)[:_BUTTONS]),
    )


def _label(text: str) -> str:
    """A command on a button: its beginning says what it is, its end which one."""
    return text if len(text) <= _LABEL else f"{text[: _LABEL // 2]} … {text[-_LABEL // 2 + 3 :]}"


def _outcome(one: Past, reader: Reader) -> str:
    known = {
        "ok": ("done", "완료"),
        "cancelled": ("cancelled", "취소됨"),
        "replaced": ("asked again with more", "옵션을 더해 다시 물음"),
        "denied": ("denied", "거부됨"),
        "interrupted": ("interrupted", "중단됨"),
        "too-many": ("too many at once", "동시 실행 초과"),
    }
    if not one.outcome and one.verdict == "allow":
        return reader.say("runs", "실행 중")
    if not one.outcome:
        waits = datetime.now(UTC) - one.at < _ANSWERED_WITHIN
        return reader.say("waits for a yes", "확인 대기") if waits else reader.say("not answered", "답하지 않음")
    return reader.say(*known[one.outcome]) if one.outcome in known else one.outcome

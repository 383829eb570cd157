"""What is said of requests for approval: the request while it waits, how it ended, and reminders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bellhop.approval import ApprovalRule, Circle, Vote, missing
from bellhop.message import Action, Code, Entry, Facts, Mention, Message, Style, Text, Tone, facts
from bellhop.people import People
from bellhop.reader import Reader
from bellhop.showing.answer import echo

_SLACK = re.compile(r"[UWS][A-Z0-9]{5,}")


class Request(Protocol):
    """A request as far as it is shown; `bellhop.store.approvals.Request` is one."""

    @property
    def id(self) -> str:
        """Of the request."""
        ...

    @property
    def user(self) -> str:
        """Who asked."""
        ...

    @property
    def name(self) -> str:
        """How whoever asked is addressed."""
        ...

    @property
    def text(self) -> str:
        """The command, secrets masked."""
        ...

    @property
    def reason(self) -> str:
        """Why."""
        ...

    @property
    def expires(self) -> datetime:
        """Until when it waits."""
        ...

    @property
    def state(self) -> str:
        """What became of it."""
        ...

    @property
    def votes(self) -> tuple[Vote, ...]:
        """What was said to it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where and as what a command would run, and the IAM actions and resources that it is about."""

    account: str = ""
    role: str = ""
    region: str = ""
    actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()


def who_may(rules: Sequence[ApprovalRule], reader: Reader) -> str:
    """Who has to agree, in words: `2 of sre, @minji`."""
    say = reader.say

    def one(rule: ApprovalRule) -> str:
        names = ", ".join(say("anyone", "누구나") if name == "*" else name for name in rule.approvers)
        return say("{needs} of {names}", "{names} 중 {needs}명", needs=rule.needs, names=names)

    own = all(rule.self_approval for rule in rules)
    end = "" if own else say(" (not whoever asks)", " (요청한 사람 제외)")
    return say(" and ", ", ").join(dict.fromkeys(map(one, rules))) + end


def whom(rules: Sequence[ApprovalRule], people: People, but: Sequence[str]) -> tuple[Mention, ...]:
    """Whom to tell: those who may agree, by their Slack ids where they are known, without those who need not be told.

    Args:
        rules: who may agree.
        people: of bellhop.yaml.
        but: ids of those who asked or answered.
    """
    found: dict[str, Mention] = {}
    spared = {name for one in but for name in people.called(one)}
    for name in (name for rule in rules for name in rule.approvers if name != "*"):
        group = people.groups.get(name)
        if group and group.slack:
            found[name] = Mention(name=name, handle=group.slack)
        for one in sorted(group.people if group else {name}):
            person = next((known for known in people.persons if one in {known.name, *known.ids}), None)
            ids = {*(person.ids if person else ()), one}
            if not ids & spared:
                called = person.name if person else one
                found[called] = Mention(name=called, handle=next((id_ for id_ in ids if _SLACK.fullmatch(id_)), ""))
    return tuple(found.values())


def asking(
    request: Request,
    rules: Sequence[ApprovalRule],
    circle: Circle,
    where: Where,
    reader: Reader,
    *,
    ping: Sequence[Mention] = (),
) -> Message:
    """A request that waits: everything that somebody has to know to agree, who did, how many are missing."""
    say = reader.say
    lacking = max(missing(rule, request.votes, request.user, circle) for rule in rules)
    return Message(
        title=say(
            "@{name} asks for approval: {count} more needed.",
            "@{name} 님이 승인을 요청했습니다. {count}명이 더 필요합니다.",
            name=request.name,
            count=lacking,
        ),
        tone=Tone.WARN,
        mentions=tuple(ping),
        blocks=(
            Code(text=echo(request.text)),
            _facts(request, where, reader, (say("Who may approve", "승인할 수 있는 사람"), who_may(rules, reader))),
            *_said(request.votes, reader),
            Text(
                text=say(
                    "It runs with @{name}'s rights once all agreed. This request expires at {time}. {rules}",
                    "모두 승인하면 @{name} 님의 권한으로 실행합니다. {time}에 만료됩니다. {rules}",
                    name=request.name,
                    time=reader.moment(request.expires),
                    rules=", ".join(rule.title for rule in rules),
                ),
                small=True,
            ),
        ),
        entry=Entry(label=say("Reason", "이유"), hint=say("Why, or why not", "승인하거나 거절하는 이유")),
        actions=_answers(request, reader),
    )


def _answers(request: Request, reader: Reader) -> tuple[Action, ...]:
    say = reader.say
    return (
        Action(label=say("Approve", "승인"), name="approve", value=request.id, style=Style.PRIMARY),
        Action(label=say("Deny", "거절"), name="deny", value=request.id, style=Style.DANGER),
        Action(label=say("Withdraw", "요청 취소"), name="withdraw", value=request.id),
    )


_ENDS = {
    "approved": ("Approved: I run @{name}'s command.", "승인되어 @{name} 님의 명령을 실행합니다.", Tone.GOOD),
    "denied": ("Denied: @{name}'s command does not run.", "거절되어 @{name} 님의 명령을 실행하지 않습니다.", Tone.BAD),
    "withdrawn": ("@{name} took the request back.", "@{name} 님이 요청을 취소했습니다.", Tone.INFO),
    "expired": ("@{name}'s request has expired.", "@{name} 님의 요청이 만료되었습니다.", Tone.WARN),
    "edited": (
        "@{name} edited the message that asked for this; the request is void.",
        "@{name} 님이 요청한 메시지를 수정하여 요청이 무효가 되었습니다.",
        Tone.INFO,
    ),
    "void": (
        "@{name} may not run this any more, or it needs no approval now; the request is void.",
        "@{name} 님의 권한이나 승인 규칙이 바뀌어 요청이 무효가 되었습니다.",
        Tone.WARN,
    ),
}


def over(request: Request, reader: Reader, where: Where) -> Message:
    """A request that has ended, in the place of its buttons."""
    english, korean, tone = _ENDS[request.state]
    return Message(
        title=reader.say(english, korean, name=request.name),
        tone=tone,
        blocks=(Code(text=echo(request.text)), _facts(request, where, reader), *_said(request.votes, reader)),
    )


def handed_on(text: str, name: str, reader: Reader) -> Message:
    """What stands in the place of the question after its asker wants approval."""
    title = reader.say("@{name} asked for approval.", "@{name} 님이 승인을 요청했습니다.", name=name)
    return Message(title=title, blocks=(Code(text=echo(text)),))


def reminder(
    request: Request, rules: Sequence[ApprovalRule], circle: Circle, reader: Reader, ping: Sequence[Mention]
) -> Message:
    """That a request still waits."""
    say = reader.say
    lacking = max(missing(rule, request.votes, request.user, circle) for rule in rules)
    return Message(
        title=say(
            "@{name}'s request still waits: {count} more needed, until {time}.",
            "@{name} 님의 요청이 아직 기다리고 있습니다. {time}까지 {count}명이 더 필요합니다.",
            name=request.name,
            count=lacking,
            time=reader.moment(request.expires),
        ),
        tone=Tone.WARN,
        mentions=tuple(ping),
        blocks=(Code(text=echo(request.text)),),
    )


def told_asker(request: Request, reader: Reader) -> Message:
    """To whoever asked: that it comes to nothing, and what to do."""
    english, korean, tone = _ENDS[request.state]
    how = reader.say("To ask again, type the command again.", "다시 요청하려면 명령을 다시 입력하세요.")
    return Message(
        title=reader.say(english, korean, name=request.name),
        tone=tone,
        mentions=(Mention(name=request.name, handle=request.user),),
        blocks=(*_said(request.votes, reader), Text(text=how, small=True)),
    )


def by_whom(votes: Sequence[Vote], reader: Reader) -> str:
    """Who agreed, as small print of the answer."""
    names = ", ".join(f"@{vote.name}" + (f" ({vote.reason})" if vote.reason else "") for vote in votes if vote.yes)
    return reader.say("Approved by {names}.", "승인: {names}", names=names)


def _facts(request: Request, where: Where, reader: Reader, *more: tuple[str, str]) -> Facts:
    say = reader.say
    return facts(
        (say("Why", "이유"), request.reason),
        (say("Account"), where.account),
        (say("Role", "역할"), where.role),
        (say("Region"), where.region),
        (say("Needs", "필요한 권한"), ", ".join(where.actions)),
        (say("On", "대상"), ", ".join(one for one in where.resources if one not in ("*", "…"))),
        *more,
    )


def _said(votes: Sequence[Vote], reader: Reader) -> tuple[Text, ...]:
    """A line for each who answered."""
    if not votes:
        return ()
    lines = [
        reader.say(
            "{sign} @{name} {said}, {time}{why}",
            "{sign} @{name} {said}, {time}{why}",
            sign="✓" if vote.yes else "✗",
            name=vote.name,
            said=reader.say("approved", "승인") if vote.yes else reader.say("denied", "거절"),
            time=reader.moment(vote.at),
            why=f": {vote.reason}" if vote.reason else "",
        )
        for vote in votes
    ]
    return (Text(text="\n".join(lines)),)

"""The question whether a command shall run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from bellhop.command import Decision
from bellhop.message import Action, Code, Entry, Fact, Facts, Message, Style, Text, Tone, facts
from bellhop.reader import Reader
from bellhop.showing.answer import echo
from bellhop.showing.approval import Where, who_may
from bellhop.showing.told import told, told_type

_DESTROYS = re.compile(
    r"(?:Batch|Bulk)?(?:Delete|Terminate|Remove|Purge|Destroy|Drop|Deregister|Revoke|Reset|Reboot|Stop|Disable|Detach)",
    re.IGNORECASE,
)


def question(
    text: str,
    decision: Decision,
    reader: Reader,
    where: Where,
    *,
    question_id: str,
    action: str = "",
) -> Message:
    """What would run, as whom and where, with the buttons to run it or not.

    Args:
        text: the command as it may be shown, secrets masked.
        decision: why it is asked first, and which IAM actions it needs.
        reader: whose language.
        where: where and as what it would run; an empty role = Bellhop's own identity.
        question_id: what the buttons' `value` is: the id that the question is kept under.
        action: what the button of its custom action says, if it is one's; it can then be edited.
    """
    say = reader.say
    change = (say("Edit", "수정"), "edit") if action else (say("Add optional parameters", "선택 옵션 추가"), "options")
    rules = decision.approvals
    title = say("I can run the command:", "다음 명령을 실행할 수 있습니다:")
    if rules:
        title = say("This command needs approval:", "승인이 필요한 명령입니다:")
    runs = say("Ask for approval", "승인 요청") if rules else say("Run command", "명령 실행")
    destroys = any(_DESTROYS.match(action.partition(":")[2]) for action in decision.actions)
    reason, style = any(rule.reason for rule in rules), Style.DANGER if destroys and not rules else Style.PRIMARY
    return Message(
        title=say("{action}: shall I run this?", "{action}: 실행할까요?", action=action) if action else title,
        tone=Tone.WARN,
        blocks=(
            Code(text=echo(text)),
            facts(
                (say("Account"), where.account),
                (say("Role", "역할"), where.role),
                (say("Region"), where.region),
                (say("Needs", "필요한 권한"), ", ".join(decision.actions)),
                (say("Who may approve", "승인할 수 있는 사람"), who_may(rules, reader) if rules else ""),
            ),
            Text(text=_what_now(reader, reason=reason)),
            Text(text=told(decision.because, reader), small=True),
        ),
        entry=Entry(label=say("Why do you need it?", "왜 필요한가요?")) if rules else None,
        actions=(
            Action(label=runs, name="run", value=question_id, style=style),
            Action(label=change[0], name=change[1], value=question_id),
            Action(label=say("Cancel", "취소"), name="cancel", value=question_id),
        ),
    )


def _what_now(reader: Reader, *, reason: bool) -> str:
    if reason:
        return reader.say(
            "Say why, then ask for approval; or answer: @aws because …",
            "이유를 적고 승인을 요청하세요. 이렇게 답해도 됩니다: @aws because …",
        )
    return reader.say("What would you like me to do?", "어떻게 할까요?")


_VOID = {
    "expired": (
        "@{name} did not answer in time; nothing was run.",
        "@{name} 님이 제때 답하지 않아 실행하지 않았습니다.",
    ),
    "replaced": (
        "@{name} changed this command; the question below takes its place.",
        "@{name} 님이 명령을 바꾸었습니다. 아래의 질문에 답하세요.",
    ),
    "edited": (
        "@{name} edited the message that asked for this; nothing was run. Send the command anew.",
        "@{name} 님이 요청한 메시지를 고쳐서 실행하지 않았습니다. 명령을 새로 보내세요.",
    ),
}
_LONGEST_BUTTON = 2_000


def voided(text: str, why: str, reader: Reader, *, name: str) -> Message:
    """What stands in the place of a question that can't be answered any more: it has no buttons but to ask again.

    Args:
        text: the command as it may be shown, secrets masked.
        why: `expired`, `replaced` or `edited`.
        reader: whose language.
        name: who was asked.
    """
    # A masked command would be another one if it were said again.
    sayable = why == "expired" and "****" not in text and len(text) <= _LONGEST_BUTTON
    again = (Action(label=reader.say("Ask again", "다시 묻기"), name="say", value=text),) if sayable else ()
    return Message(title=reader.say(*_VOID[why], name=name), blocks=(Code(text=echo(text)),), actions=again)


_MOST_BUTTONS = 20


def others(message: Message, reader: Reader) -> Message:
    """The buttons that a message has besides those that stand on it; those that are too many are behind one again."""
    shown, left = message.others[:_MOST_BUTTONS], message.others[_MOST_BUTTONS:]
    label = reader.say("⋮ {many} more", "⋮ {many}개 더", many=len(left))
    return Message(
        title=reader.say("More for: {title}", "더 할 수 있는 일: {title}", title=message.title),
        actions=(*shown, *((Action(label=label, name="others"),) if left else ())),
        others=left,
    )


MOST_OPTIONS = 10
"""How many options are shown at once."""

_MOST_CHOICES = 8


class Known(Protocol):
    """An option as far as it is shown; `bellhop.syntax.Option` is one."""

    @property
    def name(self) -> str:
        """Without dashes."""
        ...

    @property
    def type(self) -> str:
        """What it takes, in words."""
        ...

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that it may have, or none."""
        ...

    @property
    def sentence(self) -> str:
        """AWS's sentence about it."""
        ...


def options(known: Sequence[Known], reader: Reader, *, text: str) -> Message:
    """What may be added to a command that waits for its asker's yes.

    Args:
        known: the options.
        reader: whose language.
        text: the command as it is.
    """
    first = known[0]
    example = f"@aws --{first.name} {first.choices[0] if first.choices else 'VALUE'}"
    how = reader.say(
        "Answer with an option and its value, and I ask you again with it: {example}",
        "옵션과 값을 적어 답하면 그 옵션을 더해 다시 묻습니다: {example}",
        example=example,
    )
    return Message(
        title=reader.say("What can be added:", "더할 수 있는 옵션:"),
        blocks=(Code(text=echo(" ".join(text.split()[:2]))), described(known, reader), Text(text=how)),
    )


def described(known: Sequence[Known], reader: Reader) -> Facts:
    """Options, each with what it takes and AWS's sentence about it."""
    return Facts(items=tuple(Fact(label=f"--{option.name}", value=_described(option, reader)) for option in known))


def _described(option: Known, reader: Reader) -> str:
    parts = [told_type(option.type, reader)]
    if option.choices:
        shown = ", ".join(option.choices[:_MOST_CHOICES]) + (", …" if len(option.choices) > _MOST_CHOICES else "")
        parts.append(reader.say("one of {choices}", "{choices} 중 하나", choices=shown))
    words = ", ".join(parts)
    return f"{words}. {option.sentence}" if option.sentence else words

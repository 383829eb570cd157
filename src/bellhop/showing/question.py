"""The question whether a command shall run."""

from __future__ import annotations

import re

from bellhop.command import Decision
from bellhop.message import Action, Code, Message, Style, Text, Tone, facts
from bellhop.reader import Reader
from bellhop.showing.answer import echo

_DESTROYS = re.compile(
    r"(?:Batch|Bulk)?(?:Delete|Terminate|Remove|Purge|Destroy|Drop|Deregister|Revoke|Reset|Reboot|Stop|Disable|Detach)",
    re.IGNORECASE,
)


def question(
    text: str, decision: Decision, reader: Reader, *, account: str, role: str, region: str, question_id: str
) -> Message:
    """What would run, as whom and where, with the buttons to run it or not.

    Args:
        text: the command as it may be shown, secrets masked.
        decision: why it is asked first, and which IAM actions it needs.
        reader: whose language.
        account: the account it would run in.
        role: ARN of the role it would run as; empty = Bellhop's own identity.
        region: the region it would run in.
        question_id: what the buttons' `value` is: the id that the question is kept under.
    """
    say = reader.say
    destroys = any(_DESTROYS.match(action.partition(":")[2]) for action in decision.actions)
    return Message(
        title=say("I can run the command:", "다음 명령을 실행할 수 있습니다:"),
        tone=Tone.WARN,
        blocks=(
            Code(text=echo(text)),
            facts(
                (say("Account"), account),
                (say("Role", "역할"), role),
                (say("Region"), region),
                (say("Needs", "필요한 권한"), ", ".join(decision.actions)),
            ),
            Text(text=say("What would you like me to do?", "어떻게 할까요?")),
            Text(text=decision.because, small=True),
        ),
        actions=(
            Action(
                label=say("Run command", "명령 실행"),
                name="run",
                value=question_id,
                style=Style.DANGER if destroys else Style.PRIMARY,
            ),
            Action(label=say("Cancel", "취소"), name="cancel", value=question_id),
        ),
    )

"""What a custom action lacks, and how it is changed before it runs."""

from __future__ import annotations

from collections.abc import Sequence

from bellhop.custom_actions import CustomAction
from bellhop.message import Code, Message, Text, Tone
from bellhop.reader import Reader
from bellhop.showing.answer import echo


def lacking(action: CustomAction, missing: Sequence[str], reader: Reader) -> Message:
    """Asks for the values that were not in the news; nothing runs with blanks."""
    say, names = reader.say, ", ".join(f"${name}" for name in missing)
    return Message(
        title=say(
            "{button}: a value is missing for {names}.",
            "{button}: {names} 값이 없습니다.",
            button=action.button,
            names=names,
        ),
        tone=Tone.WARN,
        blocks=(
            Code(text=echo(action.command)),
            Text(text=say("Answer with:", "이렇게 답하세요:")),
            Code(text="@aws " + " ".join(f"{name}=VALUE" for name in missing)),
            Text(text=say("Nothing runs before you said yes.", "확인하기 전에는 실행하지 않습니다."), small=True),
        ),
    )


def changing(action: CustomAction, text: str, reader: Reader) -> Message:
    """Says how the command that waits is changed.

    Args:
        action: whose command it is.
        text: the command as it may be shown, secrets masked.
        reader: whose language.
    """
    say = reader.say
    options = [word for word in text.split() if word.startswith("--")]
    one = f"{action.wants[0]}=VALUE" if action.wants else f"{options[0] if options else '--region'} VALUE"
    return Message(
        title=say("{button}: how shall it run instead?", "{button}: 어떻게 바꿔 실행할까요?", button=action.button),
        blocks=(
            Text(text=say("Answer here with the whole command …", "여기에 바꾼 명령 전체를 답하거나 …")),
            Code(text=echo(text)),
            Text(text=say("… or only with what is different:", "… 달라지는 것만 답하세요:")),
            Code(text=f"@aws {one}"),
            Text(text=say("I ask you again before it runs.", "실행하기 전에 다시 묻습니다."), small=True),
        ),
    )

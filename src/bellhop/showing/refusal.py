"""Why a command did not come to an answer, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bellhop.errors import AwsRefused, BellhopError, Busy, Denied, Field, NotUnderstood
from bellhop.message import Action, Block, Code, Fact, Facts, Link, Message, Text, Tone
from bellhop.reader import Reader
from bellhop.showing.answer import echo
from bellhop.showing.told import told, told_type

_MOST_VALUE = 2_000
_MOST_HINTS = 5
_MOST_CHOICES = 12

_TITLES = {
    "unknown-service": ("I don't know that AWS service.", "모르는 AWS 서비스입니다."),
    "unknown-operation": ("I don't know that operation.", "모르는 작업입니다."),
    "ambiguous-service": ("Several AWS services have that operation.", "여러 AWS 서비스에 있는 작업입니다."),
    "unknown-option": ("I don't know that option.", "모르는 옵션입니다."),
    "missing-required": ("Something is missing from the command.", "명령에 빠진 것이 있습니다."),
    "bad-value": ("A value in the command does not fit.", "명령에 맞지 않는 값이 있습니다."),
    "refused-option": ("That option is not for chat.", "채팅에서 쓸 수 없는 옵션입니다."),
    "file": ("There are no files here.", "여기에는 파일이 없습니다."),
    "shell": ("There is no shell here.", "여기에는 셸이 없습니다."),
    "custom": ("That command of the AWS CLI is not for chat.", "채팅에서 쓸 수 없는 AWS CLI 명령입니다."),
    "event-stream": ("That operation answers with a stream.", "스트림으로 답하는 작업입니다."),
    "retired": ("AWS no longer offers that.", "AWS에서 종료한 기능입니다."),
    "question": ("These commands may answer that.", "이 명령으로 알아볼 수 있습니다."),
    "bad-query": ("I can't use that --query.", "쓸 수 없는 --query입니다."),
    "too-long": ("That is too long for a command.", "명령이 너무 깁니다."),
    "empty": ("What shall I do?", "무엇을 할까요?"),
}


def refusal(error: BellhopError, reader: Reader) -> Message:
    """What a person reads of an error: what happened, why, and the fix; likely commands are buttons.

    Args:
        error: `NotUnderstood`, `Denied`, `AwsRefused`, `Busy` or any other of ours.
        reader: whose language.
    """
    match error:
        case NotUnderstood():
            return _not_understood(error, reader)
        case Denied():
            title = reader.say("I may not run this command.", "이 명령은 실행할 수 없습니다.")
            because = Facts(items=(Fact(label=reader.say("Because", "이유"), value=told(error.because, reader)),))
            return Message(
                title=title,
                tone=Tone.BAD,
                blocks=(Text(text=told(error.message, reader)), because, *_fix(error, reader)),
            )
        case AwsRefused():
            return _aws_refused(error, reader)
        case _:
            title = told(error.message, reader) or type(error).__name__
            tone = Tone.WARN if isinstance(error, Busy) else Tone.BAD
            return Message(title=title, tone=tone, blocks=tuple(_fix(error, reader)))


def said(error: BellhopError, reader: Reader) -> str:
    """An error as one text, for the eyes of whoever pressed a button."""
    fix = "".join(f"\n{text.text}" for text in _fix(error, reader))
    return told(error.message, reader) + fix


_SUPPORT_PLANS = "https://aws.amazon.com/premiumsupport/plans/"


def _no_plan(error: AwsRefused, reader: Reader) -> Message:
    """That AWS Support answers only accounts with a paid plan: https://docs.aws.amazon.com/awssupport/latest/user/about-support-api.html."""
    why = reader.say(
        "The account needs a Business, Enterprise On-Ramp or Enterprise support plan for the AWS Support API. Without "
        "one, open cases in the console's Support Center.",
        "AWS Support API를 쓰려면 계정에 Business, Enterprise On-Ramp 또는 Enterprise 지원 플랜이 필요합니다. "
        "플랜이 없으면 콘솔의 지원 센터에서 사례를 만들 수 있습니다.",
    )
    return Message(
        title=reader.say("This account has no support plan for that.", "이 계정의 지원 플랜으로는 쓸 수 없습니다."),
        tone=Tone.WARN,
        blocks=(Text(text=why),),
        links=(
            Link(label=reader.say("Support plans", "지원 플랜"), url=_SUPPORT_PLANS),
            Link(label=reader.say("Support Center", "지원 센터"), url="https://console.aws.amazon.com/support/home"),
        ),
        footer=reader.say("request {id}", "요청 {id}", id=error.request_id) if error.request_id else "",
    )


def _aws_refused(error: AwsRefused, reader: Reader) -> Message:
    if error.code == "SubscriptionRequiredException":
        return _no_plan(error, reader)
    if error.code == "Timeout":
        title = reader.say("AWS did not answer in time.", "AWS가 제때 답하지 않았습니다.")
    else:
        title = reader.say("AWS refused: {code}", "AWS가 거부했습니다: {code}", code=error.code)
    request = reader.say("request {id}", "요청 {id}", id=error.request_id) if error.request_id else ""
    blocks = (Text(text=told(error.message, reader)), *_fix(error, reader))
    return Message(title=title, tone=Tone.BAD, blocks=blocks, footer=request)


def _not_understood(error: NotUnderstood, reader: Reader) -> Message:
    title = reader.say(*_TITLES.get(error.kind, ("I don't understand that.", "이해하지 못했습니다.")))
    blocks: list[Block] = [Text(text=told(error.message, reader)), *_fix(error, reader)]
    if error.missing:
        blocks.append(Facts(items=tuple(_missing(field, reader) for field in error.missing)))
    hints = error.hints[:_MOST_HINTS]
    if hints:
        meant = reader.say("Did you mean:", "혹시 이것인가요:")
        blocks.append(Text(text="\n".join([meant, *map(echo, hints)])))
    actions = tuple(Action(label=hint, name="say", value=hint) for hint in hints if len(hint) <= _MOST_VALUE)
    return Message(title=title, tone=Tone.WARN, blocks=tuple(blocks), actions=actions)


MOST_BUTTONS = 10
"""How many values are offered as buttons."""


def form(error: NotUnderstood, reader: Reader, *, buttons: Sequence[Action], more: int = 0) -> Message:
    """What a command lacks, with values to choose from and how to give any other.

    Args:
        error: what is missing.
        reader: whose language.
        buttons: values of the first missing option.
        more: how many further values there are.
    """
    wanted = error.missing[0]
    blocks: list[Block] = [
        Text(text=told(error.message, reader)),
        Facts(items=tuple(_missing(field, reader) for field in error.missing)),
    ]
    if buttons:
        choose = reader.say("Choose {option}:", "{option} 값을 고르세요:", option=wanted.option)
        others = reader.say(" ({more} more are not shown)", " (보이지 않는 값 {more}개)", more=more) if more > 0 else ""
        blocks.append(Text(text=choose + others))
    how = ("Or answer with:", "또는 이렇게 답하세요:") if buttons else ("Answer with:", "이렇게 답하세요:")
    example = " ".join(f"{field.option} VALUE" for field in error.missing[:3])
    blocks.extend((Text(text=reader.say(*how)), Code(text=f"@aws {example.removeprefix('--')}")))
    return Message(
        title=reader.say(*_TITLES["missing-required"]), tone=Tone.WARN, blocks=tuple(blocks), actions=tuple(buttons)
    )


def _missing(field: Field, reader: Reader) -> Fact:
    parts = [told_type(field.type, reader)]
    if field.choices:
        shown = ", ".join(field.choices[:_MOST_CHOICES]) + (", …" if len(field.choices) > _MOST_CHOICES else "")
        parts.append(reader.say("one of {choices}", "{choices} 중 하나", choices=shown))
    words = ", ".join(part for part in parts if part)
    return Fact(label=field.option, value=f"{words}. {field.sentence}" if field.sentence else words or field.name)


def _fix(error: BellhopError, reader: Reader) -> Iterator[Text]:
    if error.fix:
        yield Text(text=reader.say("What helps: {fix}", "해결 방법: {fix}", fix=told(error.fix, reader)))

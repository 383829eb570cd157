"""The pages of a wizard: a question with what may be answered, and the last page with everything that was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bellhop.message import Action, Block, Code, Fact, Facts, Message, Style, Text, Tone, facts
from bellhop.reader import Reader
from bellhop.wizards import Step, Wizard

MOST = 10
"""How many values stand on a page."""


def asking(
    wizard: Wizard,
    step: Step,
    reader: Reader,
    *,
    ticket: str,
    given: Mapping[str, str],
    choices: Sequence[tuple[str, str]],
    start: int = 0,
    note: str = "",
) -> Message:
    """One question.

    Args:
        wizard: the whole.
        step: what is asked now.
        reader: whose language.
        ticket: what every button's value begins with.
        given: the answers so far by option, as they are shown.
        choices: the values and their labels.
        start: the first value on this page.
        note: why the last answer was none, or empty.
    """
    say = reader.say
    blocks: tuple[Block, ...] = (
        *([Text(text=note)] if note else []),
        *_answers(wizard, given, reader, but=step.option),
        Text(text=say(*step.question)),
        Text(text=_how(len(choices), start, reader), small=True),
        Code(text=f"@aws {step.word} …"),
    )
    return Message(
        title=_title(wizard, step, reader),
        tone=Tone.WARN if note else Tone.INFO,
        blocks=blocks,
        actions=tuple(_ways(wizard, step, choices, start, ticket, reader)),
    )


def _title(wizard: Wizard, step: Step, reader: Reader) -> str:
    return reader.say(
        "{title}: {label} (step {n} of {all})",
        "{title}: {label} ({all}단계 중 {n}단계)",
        title=reader.say(*wizard.title),
        label=reader.say(*step.label),
        n=wizard.steps.index(step) + 1,
        all=len(wizard.steps),
    )


def _how(count: int, start: int, reader: Reader) -> str:
    """How a question may be answered, and which of the values are shown."""
    say = reader.say
    if not count:
        return say("Answer in this thread, or say:", "이 스레드에 답하거나 이렇게 말하세요:")
    how = say("Choose one, or say part of its name:", "하나를 고르거나 이름의 일부를 말하세요:")
    if count <= MOST:
        return how
    place = say(
        "{a} to {b} of {count}.",
        "전체 {count}개 중 {a}번째부터 {b}번째까지입니다.",
        a=start + 1,
        b=min(start + MOST, count),
        count=count,
    )
    return f"{place} {how}"


def _ways(
    wizard: Wizard, step: Step, choices: Sequence[tuple[str, str]], start: int, ticket: str, reader: Reader
) -> Iterator[Action]:
    """The buttons of a question."""
    say = reader.say
    for index, (_, label) in enumerate(choices[start : start + MOST]):
        yield _button(label, ticket, f"pick {start + index}")
    if start:
        yield _button(say("Previous", "이전"), ticket, f"page {max(0, start - MOST)}")
    if start + MOST < len(choices):
        yield _button(say("Next", "다음"), ticket, f"page {start + MOST}")
    if step.optional:
        yield _button(say("Skip", "건너뛰기"), ticket, "skip")
    if wizard.steps.index(step):
        yield _button(say("Back", "뒤로"), ticket, "back")
    yield _button(say("Cancel", "취소"), ticket, "cancel")


def review(wizard: Wizard, reader: Reader, *, ticket: str, given: Mapping[str, str], where: Facts) -> Message:
    """The last page: everything, to be sent, changed or cancelled.

    Args:
        wizard: the whole.
        reader: whose language.
        ticket: what every button's value begins with.
        given: the answers by option, as they are shown.
        where: account, role and region.
    """
    say = reader.say
    return Message(
        title=say("{title}: is this right?", "{title}: 이대로 할까요?", title=say(*wizard.title)),
        tone=Tone.WARN,
        blocks=(*_answers(wizard, given, reader), where),
        actions=(
            _button(say(*wizard.send), ticket, "send", Style.PRIMARY),
            *(
                _button(say("Change {what}", "{what} 변경", what=_lower(say(*step.label))), ticket, f"change {number}")
                for number, step in enumerate(wizard.steps)
            ),
            _button(say("Cancel", "취소"), ticket, "cancel"),
        ),
    )


def answered(wizard: Wizard, step: Step, value: str, reader: Reader) -> Message:
    """What stands in a question's place once it was answered by a text."""
    title = reader.say("{title}: {label}", title=reader.say(*wizard.title), label=reader.say(*step.label))
    return Message(title=title, blocks=(Code(text=value, fold=True) if step.lines else Text(text=value),))


def cancelled(wizard: Wizard, reader: Reader, name: str) -> Message:
    """That nothing was sent."""
    title = reader.say(
        "@{name} cancelled: {title}. Nothing was sent.",
        "@{name} 님이 취소했습니다: {title}. 보낸 것은 없습니다.",
        name=name,
        title=_lower(reader.say(*wizard.title)),
    )
    return Message(title=title)


def sent(wizard: Wizard, given: Mapping[str, str], reader: Reader) -> Message:
    """What stands in the last page's place once it was sent."""
    return Message(title=reader.say(*wizard.title), blocks=_answers(wizard, given, reader))


def _answers(wizard: Wizard, given: Mapping[str, str], reader: Reader, *, but: str = "") -> tuple[Block, ...]:
    """The answers so far: short ones as facts, long ones as they were written."""
    steps = [step for step in wizard.steps if step.option in given and step.option != but]
    short = facts(*(Fact(label=reader.say(*step.label), value=given[step.option]) for step in steps if not step.lines))
    long = [Code(text=given[step.option], fold=True) for step in steps if step.lines and given[step.option]]
    return (*([short] if short.items else []), *long)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _button(label: str, ticket: str, does: str, style: Style = Style.PLAIN) -> Action:
    return Action(label=label, name="wizard", value=f"{ticket} {does}", style=style)

"""Custom actions: a channel's own buttons on the news, each a command with `$variables` taken from the event.

https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-actions.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bellhop.errors import NotUnderstood
from bellhop.reader import Reader
from bellhop.saying import say_command
from bellhop.syntax.lexer import words
from bellhop.variables import variables_in

MOST = 100
"""How many custom actions a channel may have."""

MOST_COMMAND = 5_000
"""Characters: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-chatbot-customaction-customactiondefinition.html"""

ANY = frozenset({"any", "all", "*"})
"""What says, in the place of an event type, that every one is meant."""

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_VARIABLE = re.compile(r"[A-Za-z][\w-]{0,99}", re.ASCII)
_QUOTED = re.compile(r"(?<![^ ])'(\$[A-Za-z][\w-]*)'(?![^ ])")
_MOST_BUTTON = 50
_MOST_CRITERIA = 5
_MOST_VARIABLES = 5
_MOST_NAME = 100
_MOST_VALUE = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What an event must have for a button to be shown: a variable with any value, or with this one.

    Args:
        variable: its name, or the path of a field.
        equals: the value, or None for any (AWS's HAS_VALUE).
    """

    variable: str
    equals: str | None = None

    def __str__(self) -> str:
        return f"{self.variable} HAS_VALUE" if self.equals is None else f"{self.variable} EQUALS {self.equals}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomAction:
    """A button that a channel gave itself. Limits are AWS's.

    https://docs.aws.amazon.com/chatbot/latest/APIReference/API_CreateCustomAction.html

    Args:
        name: what chat calls it; 64 letters, digits, `-` and `_`, unique in its channel.
        button: what the button says, 50 characters.
        command: what pressing it offers to run, 5,000 characters, with `$variables`.
        on: the event types that bear it: `cloudwatch.metric_alarm`, or a family such as `custom`; empty = all.
        when: what the event must have besides, 5 at most; all of them.
        variables: (name, path) for variables that are no field's name, 5 at most.
        author: who made it; empty where bellhop.yaml did.
    """

    name: str
    button: str
    command: str
    on: tuple[str, ...] = ()
    when: tuple[Criterion, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    author: str = ""

    @property
    def wants(self) -> tuple[str, ...]:
        """The names of the variables in its command."""
        return variables_in(words(self.command))


def bears(action: CustomAction, kind: str) -> bool:
    """Whether events of a type (`cloudwatch.metric_alarm`) bear an action's button, as far as the type goes."""
    wanted = tuple(one.casefold() for one in action.on)
    return not wanted or any(one in ANY or kind == one or kind.startswith(f"{one}.") for one in wanted)


def merged(first: Sequence[CustomAction], others: Sequence[CustomAction]) -> tuple[CustomAction, ...]:
    """All of the first, and those of the others whose name is not taken."""
    taken = {action.name for action in first}
    return (*first, *(action for action in others if action.name not in taken))


def lambda_command(function: str, payload: str = "") -> str:
    """The command that invokes a Lambda function, with a JSON payload if there is one."""
    return spoken(("lambda", "invoke", "--function-name", function, *(("--payload", payload) if payload else ())))


def runbook_command(document: str, inputs: Mapping[str, str], role: str = "") -> str:
    """The command that starts an SSM runbook with its inputs, as an assumable role if one is named.

    https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
    """
    given = {**inputs, **({"AutomationAssumeRole": role} if role else {})}
    parameters = json.dumps({name: [value] for name, value in given.items()}, ensure_ascii=False)
    head = ("ssm", "start-automation-execution", "--document-name", document)
    return spoken((*head, *(("--parameters", parameters) if given else ())))


def spoken(said: Sequence[str]) -> str:
    """The text of a command's words; a variable that is a word of its own needs no quotes."""
    return _QUOTED.sub(r"\1", say_command(said)) or " ".join(said)


def read_criterion(text: str) -> Criterion | None:
    """`MetricName EQUALS Errors`, `MetricName=Errors`, `Cluster HAS_VALUE` or just `Cluster`; None if it is none."""
    found = re.fullmatch(
        r"\s*\$?(?P<name>[^\s=]+)(?:\s+(?:HAS_VALUE)|(?:\s+EQUALS\s+|\s*={1,2}\s*)(?P<value>.*?))?\s*",
        text,
        re.IGNORECASE | re.DOTALL,
    )
    return Criterion(variable=found["name"], equals=found["value"]) if found else None


def mistakes(action: CustomAction, reader: Reader) -> Iterator[tuple[str, str]]:
    """What is wrong with an action: the field, and what was wanted in it. A command's grammar is not looked at."""
    say = reader.say
    if not _NAME.fullmatch(action.name):
        yield "name", say("a name has up to 64 letters, digits, - and _", "이름은 영문자, 숫자, -, _로 64자까지입니다")
    if not 1 <= len(action.button.strip()) <= _MOST_BUTTON:
        yield "button", say("a button's text has 1 to 50 characters", "버튼 글자는 1~50자입니다")
    yield from _command_mistakes(action, reader)
    for wanted in action.on:
        if (near := unknown_type(wanted)) is not None:
            meant = say("; did you mean {near}?", " 혹시 {near}인가요?", near=near) if near else ""
            yield "on", say("there is no event type {name}", "{name} 이벤트 유형은 없습니다.", name=wanted) + meant
    yield from _field_mistakes(action, reader)


def _field_mistakes(action: CustomAction, reader: Reader) -> Iterator[tuple[str, str]]:
    say = reader.say
    if len(action.when) > _MOST_CRITERIA:
        yield "when", say("at most 5 criteria", "조건은 5개까지입니다")
    for criterion in action.when:
        if len(criterion.variable) > _MOST_NAME or len(criterion.equals or "") > _MOST_VALUE:
            yield (
                "when",
                say(
                    "a variable's name has 100 characters at most, its value 1,024",
                    "변수 이름은 100자, 값은 1,024자까지입니다",
                ),
            )
    if len(action.variables) > _MOST_VARIABLES:
        yield "variables", say("at most 5 variables with a path", "경로를 정한 변수는 5개까지입니다")
    for name, path in action.variables:
        if not _VARIABLE.fullmatch(name) or not path:
            yield (
                "variables",
                say(
                    "wanted a name and a path such as event.detail.instance-id",
                    "이름과 event.detail.instance-id 같은 경로가 필요합니다",
                ),
            )


def _command_mistakes(action: CustomAction, reader: Reader) -> Iterator[tuple[str, str]]:
    say = reader.say
    if len(action.command) > MOST_COMMAND:
        yield "command", say("a command has 5,000 characters at most", "명령은 5,000자까지입니다")
        return
    try:
        said = words(action.command)
    except NotUnderstood as error:
        yield "command", str(error)
        return
    if len(said) < 2:
        yield (
            "command",
            say("wanted an AWS command: a service and an operation", "서비스와 작업으로 된 AWS 명령이 필요합니다"),
        )
    elif "$" in said[0] + said[1]:
        yield (
            "command",
            say("a service or an operation can't be a variable", "서비스와 작업은 변수로 쓸 수 없습니다"),
        )


def unknown_type(wanted: str) -> str | None:
    """None if there is such an event type, or family of them; else the name that is most like it, or empty."""
    from bellhop.events import event_types  # noqa: PLC0415  # all layouts are read for it

    names = set(event_types())
    known = names | {name.partition(".")[0] for name in names}
    if wanted.casefold() in known | ANY:
        return None
    return next(iter(get_close_matches(wanted.casefold(), sorted(known), n=1)), "")

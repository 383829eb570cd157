"""What people read about custom actions: the list, one of them, how to make one, and a notification's variables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bellhop.custom_actions import CustomAction
from bellhop.event_values import EventValues
from bellhop.events import recognise
from bellhop.message import Action, Block, Code, Facts, Message, Style, Text, Tone, facts
from bellhop.reader import Reader
from bellhop.store.custom_actions import Behind
from bellhop.unwrap import unwrap_all

_SHOWN = 20
_MOST_VARIABLES = 60
_MOST_VALUE = 80

_USAGE = """\
@aws action create "Restart service" --on cloudwatch.metric_alarm --when "MetricName EQUALS Errors" \
--command "ecs update-service --cluster $ClusterName --service $ServiceName --force-new-deployment"
@aws action create "Tell on-call" --lambda tell-oncall --payload '{"alarm": "$AlarmName"}'
@aws action create "Restart instance" --on ec2 --runbook AWS-RestartEC2Instance --input InstanceId=$instance-id
@aws action list
@aws action edit restart-service --when "ServiceName HAS_VALUE"
@aws action delete restart-service"""


def explained(reader: Reader) -> Message:
    """What custom actions are, with an example of each kind."""
    say = reader.say
    return Message(
        title=say("Custom actions: your own buttons on the news.", "작업: 알림에 다는 나만의 버튼입니다."),
        blocks=(
            Code(text=_USAGE),
            Text(
                text=say(
                    "A button stands on events of its types (--on) that meet all its criteria (--when). Its $variables "
                    "are fields of the event, dimensions, or keys of a custom notification's additionalContext; for "
                    "others say --variable NAME=event.path.to.it. Pressing shows the command, filled in, to run, "
                    "edit or cancel; it runs with the rights of whoever presses.",
                    "버튼은 정한 유형(--on)의 이벤트 중 모든 조건(--when)에 맞는 알림에 붙습니다. $변수는 이벤트의 "
                    "필드, 차원, 사용자 지정 알림의 additionalContext 키이며, 그 밖에는 --variable 이름=event.경로로 "
                    "정합니다. 누르면 채워진 명령을 먼저 보여 주고, 누른 사람의 권한으로 실행합니다.",
                )
            ),
            Text(
                text=say(
                    "In the thread beneath a notification, “action variables” shows what there is in it.",
                    "알림의 스레드에서 “action variables”라고 하면 쓸 수 있는 변수를 보여 줍니다.",
                ),
                small=True,
            ),
        ),
        actions=(Action(label="action list", name="action", value="list"),),
    )


def listed(known: Sequence[CustomAction], reader: Reader) -> Message:
    """The custom actions of a channel."""
    say = reader.say
    if not known:
        return Message(
            title=say("This channel has no custom actions yet.", "이 채널에는 아직 작업이 없습니다."),
            blocks=(Code(text='@aws action create "Tell on-call" --lambda tell-oncall'),),
            actions=(Action(label="action help", name="action", value="help"),),
        )
    lines = (f"{action.name} [{action.button}] {_where(action, reader)}\n  {action.command}" for action in known)
    return Message(
        title=say("Custom actions of this channel ({count}):", "이 채널의 작업 ({count}개):", count=len(known)),
        blocks=(
            Code(text="\n".join(lines), fold=len(known) > _SHOWN),
            Text(
                text=say(
                    "action show NAME, action edit NAME …, action delete NAME. Buttons stand on what they fit.",
                    "action show 이름, action edit 이름 …, action delete 이름. 맞는 알림에 버튼으로 붙습니다.",
                ),
                small=True,
            ),
        ),
    )


def _where(action: CustomAction, reader: Reader) -> str:
    on = ", ".join(action.on) or reader.say("all news", "모든 알림")
    return on + "".join(f", {criterion}" for criterion in action.when)


def shown(action: CustomAction, reader: Reader, title: str = "") -> Message:
    """One custom action, whole."""
    values = " ".join(f"--{name} VALUE" for name in action.wants)
    return Message(
        title=title or reader.say("The custom action “{name}”:", "“{name}” 작업:", name=action.name),
        tone=Tone.GOOD if title else Tone.INFO,
        blocks=(
            _facts(action, reader),
            Code(text=action.command),
            Text(text=reader.say("To run it by hand, say:", "직접 실행하려면:"), small=True),
            Code(text=f"@aws action run {action.name} {values}".strip()),
        ),
        actions=(
            Action(label=reader.say("Try it", "해 보기"), name="say", value=f"action run {action.name}"),
            *(
                (
                    Action(
                        label=reader.say("Delete", "삭제"),
                        name="action",
                        value=f"delete {action.name}",
                        style=Style.DANGER,
                    ),
                )
                if action.author
                else ()
            ),
        ),
    )


def created(action: CustomAction, reader: Reader) -> Message:
    """Says that an action was made or changed."""
    title = (
        "The news that it fits bears the button “{button}” from now on.",
        "이제 맞는 알림에 “{button}” 버튼이 붙습니다.",
    )
    return shown(action, reader, reader.say(*title, button=action.button))


def _facts(action: CustomAction, reader: Reader) -> Facts:
    say = reader.say
    return facts(
        (say("Name", "이름"), action.name),
        (say("Button", "버튼"), action.button),
        (say("On", "알림 유형"), ", ".join(action.on) or say("all news", "모든 알림")),
        (say("When", "조건"), "\n".join(map(str, action.when))),
        (say("Variables", "변수"), "\n".join(f"${name} = {path}" for name, path in action.variables)),
        (say("Made by", "만든 사람"), action.author or "bellhop.yaml"),
    )


def incomplete(said: str, reader: Reader, found: Mapping[str, str]) -> Message:
    """What is still wanted for a new action, with the variables of the notification that it is said beneath.

    Args:
        said: what was said so far, after `action create`.
        reader: whose language.
        found: the notification's values by name; empty if it is said elsewhere.
    """
    say = reader.say
    start = "@aws action create " + (said or say('"Button text"', '"버튼 글자"'))
    example = next((name for name in found if name not in ("Account", "Region")), "AlarmName")
    blocks: list[Block] = []
    if found:
        lines = [f"${name} = {_clip(value)}" for name, value in list(found.items())[:_MOST_VARIABLES]]
        heading = say("Variables of this notification:", "이 알림의 변수:")
        blocks += [Text(text=heading), Code(text="\n".join(lines), fold=True)]
    blocks += [
        Text(text=say("A command:", "명령:")),
        Code(text=f'{start} --command "lambda get-function --function-name ${example}"'),
        Text(text=say("A Lambda function:", "Lambda 함수:")),
        Code(text=f'{start} --lambda FUNCTION --payload \'{{"value": "${example}"}}\''),
        Text(text=say("A runbook:", "런북:")),
        Code(text=f"{start} --runbook AWS-RestartEC2Instance --input InstanceId=${example}"),
        Text(
            text=say(
                'Besides: --on EVENT_TYPE, --when "{name} EQUALS value", --variable NAME=event.path',
                '선택: --on 이벤트유형, --when "{name} EQUALS 값", --variable 이름=event.경로',
                name=example,
            ),
            small=True,
        ),
    ]
    title = say("What shall the button do?", "버튼을 누르면 무엇을 할까요?")
    return Message(title=title, blocks=tuple(blocks))


def _clip(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= _MOST_VALUE else f"{line[: _MOST_VALUE - 1]}…"


def variables_of(behind: Behind) -> dict[str, str]:
    """The values of the event that a message tells, by name; those that Bellhop or its author named come first."""
    events = unwrap_all(behind.body, topic=behind.topic, subject=behind.subject)
    for event in events:
        if behind.kind in {kind.name for kind in recognise(event)} or event is events[-1]:
            return dict(EventValues(event, behind.kind).named)
    return {}

"""Custom actions: made in chat, pressed on the news, looked at, changed, run once by whoever pressed."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bellhop.action_book import ActionBook
from bellhop.channel import Channel
from bellhop.custom_actions import CustomAction
from bellhop.event import Envelope
from bellhop.ingest import Ingest
from bellhop.routing import Routing
from bellhop.store import Store
from bellhop.store.custom_actions import list_actions
from bellhop.store.tables import questions

from .conftest import Aws, Room, Said, open_room

TOPIC = "arn:aws:sns:us-east-1:123456789012:news"
CREATE = (
    'action create "Restart service" --on cloudwatch.metric_alarm --when "MetricName EQUALS Errors" '
    '--command "ecs update-service --cluster $ClusterName --service $ServiceName --force-new-deployment"'
)
RESTART = "ecs update-service --cluster $ClusterName --service $ServiceName --force-new-deployment"


@pytest.fixture
def channel() -> Channel:
    return Channel(name="ops", platform="web", region="ap-northeast-2", topics=(TOPIC,))


def alarm(**dimensions: str) -> str:
    return json.dumps(
        {
            "AlarmName": "checkout-errors",
            "NewStateValue": "ALARM",
            "NewStateReason": "1 datapoint",
            "OldStateValue": "OK",
            "StateChangeTime": "2026-11-23T10:00:00.000+0000",
            "Region": "US East (N. Virginia)",
            "AlarmArn": "arn:aws:cloudwatch:us-east-1:123456789012:alarm:checkout-errors",
            "AWSAccountId": "123456789012",
            "Trigger": {
                "MetricName": "Errors",
                "Namespace": "Shop",
                "Statistic": "SUM",
                "Period": 60,
                "EvaluationPeriods": 1,
                "Threshold": 1,
                "ComparisonOperator": "GreaterThanThreshold",
                "Dimensions": [{"name": name, "value": value} for name, value in dimensions.items()],
            },
        }
    )


async def news(room: Room, body: str) -> Said:
    """What the channel sees of an event."""
    book = ActionBook(room.store)
    await book.refresh()
    before = len(await room.all())
    ingest = Ingest(room.store, Routing(room.channels[:1]), lambda _: None, book.of)
    key = str(before)
    envelope = Envelope(source="sns", body=body, key=key, topic=TOPIC, received=datetime.now(UTC))
    await ingest.accept([envelope])
    return await room.next(before)


async def test_an_alarm_bears_the_button_and_pressing_it_asks_and_runs_once(room: Room) -> None:
    made = await room.ask(CREATE)
    assert "“Restart service”" in made.text
    told = await news(room, alarm(ClusterName="web", ServiceName="api"))
    assert "[Restart service]" in told.text
    question = await room.pressed(told, "say", "Restart service")
    assert "ecs update-service --cluster web --service api --force-new-deployment" in question.text
    assert "[Run command] [Edit] [Cancel]" in question.text
    assert question.replaces == ""
    assert room.aws.asked == []
    assert "This is @minji's question" in await room.press(question, "run", user="eve")
    await room.pressed(question, "run")
    assert [one.parameters["service"] for one in room.aws.asked] == ["api"]
    assert "answered already" in await room.press(question, "run")
    record = (await room.records())[-1]
    assert (record.operation, record.outcome) == ("UpdateService", "ok")


async def test_one_that_only_looks_is_shown_before_it_runs_as_well(room: Room) -> None:
    await room.ask("action create look --command lambda get-function --function-name $FunctionName")
    assert "lambda get-function --function-name $FunctionName" in (await room.ask("action list")).text
    told = await news(room, alarm(FunctionName="photos"))
    question = await room.pressed(told, "say", "look")
    assert "--function-name photos" in question.text
    assert room.aws.asked == []
    assert "cancelled" in (await room.pressed(question, "cancel")).text
    assert room.aws.asked == []


async def test_a_question_expires(room: Room) -> None:
    await room.ask("action create look --command lambda list-functions")
    question = await room.ask("action run look")
    past = datetime.now(UTC) - timedelta(seconds=1)
    await room.store.write(lambda c: c.execute(update(questions).values(expires=past)))
    assert "expired" in await room.press(question, "run")


async def test_what_the_event_lacks_is_asked_for_and_nothing_runs_with_blanks(room: Room) -> None:
    await room.ask(CREATE)
    told = await news(room, alarm(ClusterName="web"))
    form = await room.pressed(told, "say", "Restart service")
    assert "a value is missing for $ServiceName" in form.text
    assert "@aws ServiceName=VALUE" in form.text
    question = await room.ask("@aws ServiceName=api")
    assert "--cluster web --service api" in question.text
    assert "[Run command] [Edit] [Cancel]" in question.text


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("--service api2", "--cluster web --force-new-deployment --service api2"),
        ("ServiceName=api2", "--cluster web --service api2 --force-new-deployment"),
        ("$ServiceName api2", "--cluster web --service api2 --force-new-deployment"),
        ("—desired-count 2", "--service api --force-new-deployment --desired-count 2"),
        ("@aws ecs stop-task --cluster web --task t1", "ecs stop-task --cluster web --task t1"),
    ],
)
async def test_edit_takes_what_is_different_or_the_whole_command(room: Room, reply: str, expected: str) -> None:
    await room.ask(CREATE)
    told = await news(room, alarm(ClusterName="web", ServiceName="api"))
    question = await room.pressed(told, "say", "Restart service")
    assert "This is @minji's question" in await room.press(question, "edit", user="eve")
    form = await room.pressed(question, "edit")
    assert "how shall it run instead" in form.text
    again = await room.ask(reply, after=1)
    assert expected in again.text
    assert "[Run command] [Edit] [Cancel]" in again.text
    assert room.aws.asked == []
    assert "took this one's place" in await room.press(question, "run")
    await room.pressed(again, "run")
    assert len(room.aws.asked) == 1


async def test_another_person_or_thread_does_not_edit(room: Room) -> None:
    await room.ask(CREATE)
    question = await room.ask("action run restart-service web api")
    await room.pressed(question, "edit")
    await room.ask("lambda list-functions", user="jun")
    await room.ask("lambda list-functions", thread="2")
    assert len(room.aws.asked) == 2
    await room.pressed(question, "run")


async def test_what_the_guardrails_deny_stays_denied(room: Room) -> None:
    await room.ask("action create token --command sts get-session-token")
    assert "I may not run" in (await room.ask("action run token")).text


HOSTILE = [
    "a b",
    "x' --force 'y",
    'x" --endpoint-url http://evil "y',
    "a\\' --x",
    "$(id)",
    "`id`",
    "$ServiceName",
    "a;b|c&d>e",
    "a\nb --desired-count 0",
    "50% off & <b>",
    "서비스 이름",
    "“curly” --x 1",
    "a=b,c=d",
    '{"a": "b"}',
]


@pytest.mark.parametrize("value", HOSTILE)
async def test_a_hostile_value_is_one_word(room: Room, value: str) -> None:
    await room.ask(CREATE)
    told = await news(room, alarm(ClusterName="web", ServiceName=value))
    await room.pressed(await room.pressed(told, "say", "Restart service"), "run")
    asked = dict(room.aws.asked[0].parameters)
    assert asked == {"cluster": "web", "service": value, "forceNewDeployment": True}


@pytest.mark.parametrize("value", ["--force", "-x", "file:///etc/passwd", "--cli-input-json={}"])
async def test_a_value_that_would_be_an_option_or_a_file_never_runs(room: Room, value: str) -> None:
    await room.ask(CREATE)
    told = await news(room, alarm(ClusterName="web", ServiceName=value))
    said = await room.pressed(told, "say", "Restart service")
    assert "[Run command]" not in said.text
    assert room.aws.asked == []


async def test_a_payload_keeps_its_shape_whatever_is_put_in(room: Room) -> None:
    await room.ask("""action create tell --lambda f --payload '{"name": "$AlarmName", "is": "$FunctionName"}'""")
    told = await news(room, alarm(FunctionName='x", "admin": "y'))
    question = await room.pressed(told, "say", "tell")
    await room.pressed(question, "run")
    assert room.aws.asked[0].operation == "Invoke"
    assert room.aws.asked[0].parameters["Payload"] == b'{"name": "checkout-errors", "is": "x\\", \\"admin\\": \\"y"}'


async def test_a_runbook_is_started_with_its_inputs(room: Room) -> None:
    await room.ask("action create go --runbook AWS-RestartEC2Instance --input InstanceId=$FunctionName")
    question = await room.pressed(await news(room, alarm(FunctionName="i-1")), "say", "go")
    await room.pressed(question, "run")
    assert room.aws.asked[0].parameters == {
        "DocumentName": "AWS-RestartEC2Instance",
        "Parameters": {"InstanceId": ["i-1"]},
    }


async def test_a_custom_notification_gives_its_context_and_may_hide_actions(room: Room) -> None:
    await room.ask("action create open --on custom --when env=prod --command lambda get-function --function-name $fn")

    def custom(env: str, *, allowed: bool = True) -> str:
        return json.dumps(
            {
                "version": "1.0",
                "source": "custom",
                "content": {"description": "x"},
                "metadata": {"additionalContext": {"fn": "photos", "env": env}, "enableCustomActions": allowed},
            }
        )

    told = await news(room, custom("prod"))
    assert told.value("say", "open") == "action run open --fn=photos"
    assert (await news(room, custom("test"))).message.actions == ()
    assert (await news(room, custom("prod", allowed=False))).message.actions == ()
    assert "open" not in str((await news(room, alarm(fn="x", env="prod"))).message.actions)


async def test_many_are_behind_one_button(room: Room) -> None:
    for number in range(31):
        await room.ask(f"action create a{number:02} --command lambda list-functions")
    told = await news(room, alarm())
    labels = [action.label for action in told.message.actions]
    first = labels.index("a00")
    assert labels[first : first + 5] == ["a00", "a01", "a02", "a03", "⋮ 27 more"]
    more = await room.pressed(told, "others")
    assert [action.label for action in more.message.actions][-2:] == ["a23", "⋮ 7 more"]
    last = await room.pressed(more, "others")
    assert last.message.actions[-1].label == "a30"
    assert "lambda list-functions" in (await room.pressed(last, "say", "a30")).text


async def test_they_are_listed_shown_edited_and_deleted(room: Room) -> None:
    assert "no custom actions yet" in (await room.ask("actions list")).text
    await room.ask(CREATE)
    assert "restart-service [Restart service] cloudwatch.metric_alarm" in (await room.ask("action here")).text
    assert "MetricName EQUALS Errors" in (await room.ask("action show restart-service")).text
    edited = await room.ask('action edit restart-service --when none --button "Again" --on any', user="jun")
    assert "Made by: jun" in edited.text
    kept = (await room.store.read(lambda c: list_actions(c, "ops")))[0]
    assert (kept.button, kept.when, kept.on, kept.command) == ("Again", (), (), RESTART)
    assert "already" in (await room.ask(CREATE)).text
    await room.ask("action delete restart-service", user="eve")
    assert "no custom action “restart-service”" in (await room.ask("action run restart-service")).text


async def test_those_of_the_configuration_count_and_stay(store: Store, channel: Channel) -> None:
    own = CustomAction(name="look", button="Look", command="lambda list-functions")
    room = open_room(store, replace(channel, custom_actions=(own,), hide_buttons=("describe-alarms",)), Aws())
    told = await news(room, alarm())
    assert "[Look]" in told.text
    assert "Describe alarm" not in told.text
    assert "Alarm history" in told.text
    assert "stands in bellhop.yaml" in (await room.ask("action delete look")).text
    assert "already" in (await room.ask("action create look --command lambda list-functions")).text
    await room.answer.stop()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("action create", "What shall the button do"),
        ('action create "Do it"', '@aws action create "Do it" --command'),
        ("action create x --comand lambda list-functions", "no option --comand"),
        ("action create x --command lambda", "a service and an operation"),
        ("action create x --command lambda lits-functions", "lits-functions"),
        ("action create x --command lamda list-functions", "lambda"),
        ("action create x --command alias list", "runs an AWS command"),
        ("action create x --command $what list", "can't be a variable"),
        ("action create x --lambda f --runbook r", "does one thing"),
        ("action create x --on cloudwatch.alrm --command lambda list-functions", "no event type cloudwatch.alrm"),
        (f"action create {'x' * 51} --command lambda list-functions", "1 to 50"),
        ("action create x --name a.b --command lambda list-functions", "64 letters"),
        (f"action create x --command lambda invoke --payload {'x' * 5000}", "5,000"),
        ("action create x --when a=1 b=2 c=3 d=4 e=5 f=6 --command lambda list-functions", "at most 5"),
        ('action create x --when "a b c" --command lambda list-functions', "no criterion"),
        ("action create x --variable id --command lambda list-functions", "a name and a path"),
        ("action delete nothing", "no custom action"),
        ("action variables", "which notification"),
    ],
)
async def test_what_can_not_be_one_says_why(room: Room, text: str, why: str) -> None:
    assert why in (await room.ask(text)).text


async def test_a_notification_s_variables_are_shown_in_its_thread(room: Room) -> None:
    told = await news(room, alarm(ServiceName="api"))
    said = await room.ask("action variables", thread=told.id)
    assert "$AlarmName = checkout-errors" in said.text
    assert "$ServiceName = api" in said.text
    assert "$Region = us-east-1" in said.text


async def test_korean(room: Room) -> None:
    await room.ask('작업 create "서비스 재시작" --command lambda get-function --function-name $f', channel="ko")
    said = await room.ask("작업 run action-1", channel="ko")
    assert "서비스 재시작: $f 값이 없습니다." in said.text
    question = await room.ask("f=one", channel="ko")
    assert "[명령 실행] [수정] [취소]" in question.text

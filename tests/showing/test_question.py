"""The question before a command runs."""

import pytest

from bellhop.command import Access, Decision, Verdict
from bellhop.message import Style
from bellhop.platforms.text import render
from bellhop.reader import Reader
from bellhop.showing import question
from bellhop.showing.approval import Where

KOREAN = Reader(locale="ko")


def decision(*actions: str) -> Decision:
    because = "commands that change something are asked first (built-in rule)"
    return Decision(verdict=Verdict.CONFIRM, because=because, access=Access.WRITE, actions=actions)


def test_it_says_what_would_run_where_and_as_whom() -> None:
    message = question(
        "lambda invoke --function-name f",
        decision("lambda:InvokeFunction"),
        Reader(),
        Where(account="123456789012", role="arn:aws:iam::123456789012:role/channel", region="ap-northeast-2"),
        question_id="q1",
    )
    assert (
        render(message)
        == """\
I can run the command:
@aws lambda invoke --function-name f
Account: 123456789012
Role: arn:aws:iam::123456789012:role/channel
Region: ap-northeast-2
Needs: lambda:InvokeFunction
What would you like me to do?
commands that change something are asked first (built-in rule)
[Run command] [Add optional parameters] [Cancel]"""
    )
    assert [(action.name, action.value) for action in message.actions] == [
        ("run", "q1"),
        ("options", "q1"),
        ("cancel", "q1"),
    ]


@pytest.mark.parametrize(
    ("action", "style"),
    [
        ("lambda:InvokeFunction", Style.PRIMARY),
        ("lambda:DeleteFunction", Style.DANGER),
        ("ec2:TerminateInstances", Style.DANGER),
        ("apigateway:DELETE", Style.DANGER),
        ("ecr:BatchDeleteImage", Style.DANGER),
        ("ec2:RunInstances", Style.PRIMARY),
    ],
)
def test_what_destroys_looks_dangerous(action: str, style: Style) -> None:
    message = question("x", decision(action), Reader(), Where(account="1", role="", region="r"), question_id="q")
    assert message.actions[0].style is style


def test_it_speaks_korean() -> None:
    message = question("x y", decision("a:B"), KOREAN, Where(account="1", role="", region="r"), question_id="q")
    assert message.title == "다음 명령을 실행할 수 있습니다:"
    assert [action.label for action in message.actions] == ["명령 실행", "선택 옵션 추가", "취소"]

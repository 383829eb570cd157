"""`@aws help`: what a person can say, with buttons to try it."""

from __future__ import annotations

from bellhop import builtins
from bellhop.message import Action, Code, Message, Text

NAME = "help"
SUMMARY = ("what you can say here", "여기서 할 수 있는 말")

_EXAMPLES = ("lambda list-functions", "cloudwatch describe-alarms", "s3api list-buckets")


async def answer(call: builtins.Call) -> Message:
    """Explains commands; the examples are buttons."""
    say = call.reader.say
    region = call.channel.region or "ap-northeast-2"
    grammar = say(
        "Say a command as you would type it in a terminal, after a mention of me:",
        "저를 멘션하고 터미널에서 치듯이 명령을 적어 주세요:",
    )
    rules = say(
        "Read-only commands run at once; everything else I ask you about first. There is no shell here: "
        "no pipes, no files; use --query to pick from an answer.",
        "읽기 전용 명령은 바로 실행하고, 나머지는 먼저 확인합니다. "
        "셸은 없습니다: 파이프나 파일 대신 --query로 결과를 고르세요.",
    )
    others = [f"{name}: {say(*module.SUMMARY)}" for name, module in sorted(builtins.builtins().items())]
    return Message(
        title=say(
            "I run AWS commands and tell AWS's news in this channel.",
            "이 채널에서 AWS 명령을 실행하고 소식을 전합니다.",
        ),
        blocks=(
            Text(text=grammar),
            Code(text=f"@aws lambda list-functions --region {region}\n@aws <service> <operation> --option value"),
            Text(text=rules),
            Text(text="\n".join(others), small=True),
        ),
        actions=tuple(Action(label=example, name="say", value=example) for example in _EXAMPLES),
    )

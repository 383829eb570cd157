"""The questions where a command shall run."""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.channel import ACCOUNT_DAYS, Channel
from bellhop.message import Action, Message, Text
from bellhop.reader import Reader

_REGIONS = ("us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1", "ap-northeast-2", "ap-southeast-1")


def which_account(channel: Channel, reader: Reader, name: str, start: str) -> Message:
    """The question which account, with a button for each.

    Args:
        channel: whose accounts they are.
        reader: whose language.
        name: the buttons' name.
        start: what stands before the account in a button's value.
    """
    say = reader.say
    return Message(
        title=say("In which account?", "어느 계정에서 실행할까요?"),
        blocks=(
            Text(
                text=say(
                    "This channel works in {count} accounts. I remember yours for {days} days; "
                    "@aws set default-account changes it.",
                    "이 채널은 계정 {count}개에서 일합니다. 고른 계정은 {days}일 동안 기억합니다. "
                    "바꾸려면 @aws set default-account라고 말하세요.",
                    count=len(channel.accounts),
                    days=ACCOUNT_DAYS,
                ),
                small=True,
            ),
        ),
        actions=tuple(Action(label=one.label, name=name, value=f"{start}{one.id}") for one in channel.accounts),
    )


def which_region(channel: Channel, reader: Reader, name: str, start: str) -> Message:
    """As `which_account`, of the region: those of the topics that the channel hears come first."""
    say = reader.say
    heard = [arn.region for topic in channel.topics if (arn := parse_arn(topic)) and "*" not in arn.region]
    return Message(
        title=say("In which region?", "어느 리전에서 실행할까요?"),
        blocks=(
            Text(
                text=say(
                    "I remember it for this channel; @aws set region NAME changes it, "
                    "and a command may name another with --region.",
                    "이 채널의 리전으로 기억합니다. 바꾸려면 @aws set region 리전, "
                    "한 번만 다른 리전에서 실행하려면 --region을 쓰세요.",
                ),
                small=True,
            ),
        ),
        actions=tuple(
            Action(label=region, name=name, value=f"{start}{region}")
            for region in dict.fromkeys([*filter(None, heard), *_REGIONS])
        ),
    )

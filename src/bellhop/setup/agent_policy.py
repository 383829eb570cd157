"""What Bellhop itself may do in AWS: little more than read its queues and become the channels' roles. Pure.

A channel's commands run as the channel's role, and so does the drawing of its graphs. Confirming a subscription needs
no permission, since the token in the message is one, and so needs asking AWS who one is.
"""

from __future__ import annotations

import json
import re
from typing import Any

from bellhop.arn import parse_arn
from bellhop.config import Config
from bellhop.errors import SetupError

LONGEST = 6144
"""Characters of a managed policy, spaces not counted.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""
_QUEUE = re.compile(r"https?://[^/]+/(\d{12})/([\w-]+)")


def agent_policy(config: Config, partition: str = "aws") -> dict[str, Any]:
    """The policy document that an agent with this configuration needs.

    Raises:
        SetupError: a queue's URL that names no account, or more roles than a policy holds.
    """
    statements: list[dict[str, Any]] = []
    queues = [_queue_arn(one.url, one.region or config.aws.region, partition) for one in config.intake.sqs]
    if queues:
        actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"]
        statements.append(_allow("ReadQueues", actions, queues))
    roles = sorted({channel.role for channel in config.build_channels() if channel.role})
    if roles:
        statements.append(_allow("BecomeChannels", ["sts:AssumeRole"], roles))
    statements.append(_allow("DrawAlarms", ["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricWidgetImage"], ["*"]))
    if beat := config.heartbeat:
        arn = beat.topic or (beat.bus if parse_arn(beat.bus) else f"arn:{partition}:events:*:*:event-bus/{beat.bus}")
        statements.append(_allow("Beat", ["sns:Publish" if beat.topic else "events:PutEvents"], [arn]))
    document = {"Version": "2012-10-17", "Statement": statements}
    size = len(re.sub(r"\s", "", json.dumps(document)))
    if size > LONGEST:
        raise SetupError(
            f"the policy is {size} characters long, and IAM takes {LONGEST}", fix="let channels share roles, or queues"
        )
    return document


def roleless(config: Config) -> tuple[str, ...]:
    """The channels whose commands run with the agent's own credentials, for which the policy gives them nothing."""
    return tuple(channel.name for channel in config.build_channels() if channel.commands and not channel.role)


def _queue_arn(url: str, region: str, partition: str) -> str:
    arn = parse_arn(url)
    if arn:
        return url
    found = _QUEUE.fullmatch(url)
    if not found:
        raise SetupError(f"{url} is no URL of a queue", fix="bellhop.yaml wants https://sqs.REGION.…/ACCOUNT/NAME")
    named = re.match(r"https?://sqs\.([a-z0-9-]+)\.amazonaws\.", url)
    return f"arn:{partition}:sqs:{named[1] if named else region}:{found[1]}:{found[2]}"


def _allow(sid: str, actions: list[str], resources: list[str]) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}

"""What CloudFormation tells of stacks, by EventBridge or as lines on the stack's own topic.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-add-notification-options.html
"""

from __future__ import annotations

import re

from bellhop.event import Event, Form

_LINE = re.compile(r"^(\w+)='(.*)'\r?$", re.MULTILINE)


def fields(event: Event) -> dict[str, str]:
    """The same seven things out of an EventBridge event, or of `Key='value'` lines."""
    if event.form is Form.TEXT:
        lines = dict(_LINE.findall(event.text))
        keys = (
            "StackId",
            "ResourceStatus",
            "ResourceStatusReason",
            "LogicalResourceId",
            "ResourceType",
            "PhysicalResourceId",
            "Timestamp",
        )
        values = [lines.get(key, "") for key in keys]
        # A stack's own lines bear its name as the logical id.
        values[3] = "" if values[4] == "AWS::CloudFormation::Stack" and values[5] == values[0] else values[3]
    else:
        detail, status = event.detail, event.detail.at("status-details")
        keys = ("logical-resource-id", "resource-type", "physical-resource-id")
        values = [
            detail.text("stack-id", default=""),
            status.text("status", default="?"),
            status.text("status-reason", default=""),
            *(detail.text(key, default="") for key in keys),
            "",
        ]
    return dict(zip(("stack", "state", "reason", "part", "type", "physical", "time"), values, strict=True))

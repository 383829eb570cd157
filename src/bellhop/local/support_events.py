"""EventBridge's events about support cases, in the region of the call and in us-east-1, where AWS has them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from bellhop.local.modelled import Where
from bellhop.local.rules import Rules
from bellhop.local.times import now, seconds_z

_HOME = "us-east-1"


def support_events(rules: Rules) -> Callable[[Where, dict[str, Any]], None]:
    """What tells the rules of what happened to a case.

    https://docs.aws.amazon.com/awssupport/latest/user/event-bridge-support.html
    """

    def tell(where: Where, detail: dict[str, Any]) -> None:
        for region in dict.fromkeys((where.region, _HOME)):
            event: dict[str, Any] = {
                "version": "0",
                "id": str(uuid.uuid4()),
                "detail-type": "Support Case Update",
                "source": "aws.support",
                "account": where.account,
                "time": seconds_z(now()),
                "region": region,
                "resources": [],
                "detail": detail,
            }
            rules.put(region, event, account=where.account)

    return tell

"""The targets that rules have here: SNS, SQS, Lambda, Logs, another bus, an archive, an API destination.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
"""

from __future__ import annotations

import base64
import json
import time
import uuid
from typing import TYPE_CHECKING, Any

from moto.utilities.arns import parse_arn

from bellhop.local.backends import backend
from bellhop.local.optional import fields, items
from bellhop.local.sns_messages import Post
from bellhop.local.target_input import target_input, written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bellhop.local.functions import Functions
    from bellhop.local.http_posts import HttpPosts


class Targets:
    """Brings what a rule sends to where it is sent."""

    def __init__(self, *, functions: Functions, posts: HttpPosts) -> None:
        self._functions = functions
        self._posts = posts

    def deliver(self, rule: Any, target: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        """Send an event to a target of PutTargets.

        Raises:
            NotImplementedError: for a kind of target that is not to be had here.
        """
        arn: Any = parse_arn(target["Arn"])
        text = target_input(target, event, rule.arn)
        if arn.service == "events":
            self._to_events(arn, text, event)
            return
        kinds: dict[str, Callable[[], object]] = {
            "sns": lambda: backend("sns", arn.region, arn.account).publish(text, arn=target["Arn"]),
            "sqs": lambda: _to_queue(arn, target, text),
            "lambda": lambda: self._functions.run_later(target["Arn"], text),
            "logs": lambda: _to_log(arn, text),
        }
        if arn.service not in kinds:
            raise NotImplementedError(f"the local AWS has no {arn.service} targets: {target['Arn']}")
        kinds[arn.service]()

    def _to_events(self, arn: Any, text: str, event: Mapping[str, Any]) -> None:
        if arn.resource_type == "event-bus":
            entry = {
                "Source": event["source"],
                "DetailType": event["detail-type"],
                "Detail": written(event["detail"]),
                "Resources": event.get("resources", []),
                "Time": event["time"],
                "EventBusName": arn.resource_id,
            }
            backend("events", arn.region, arn.account).put_events([entry])
        elif arn.resource_type == "api-destination":
            name = arn.resource_id.split("/")[0]
            self._posts.send(_api_call(backend("events", arn.region, arn.account), name, text))
        else:
            archive = json.loads(text)["archive-arn"].rpartition("/")[2].split(":")[0]
            found = next(a for a in _archives(arn.region) if a.name == archive)
            found.events.append(dict(event))


def _archives(region: str) -> list[Any]:
    return list(backend("events", region).archives.values())


def _to_queue(arn: Any, target: Mapping[str, Any], text: str) -> None:
    group = fields(target.get("SqsParameters")).get("MessageGroupId")
    backend("sqs", arn.region, arn.account).send_message(arn.resource_id, text, group_id=group)


def _to_log(arn: Any, text: str) -> None:
    logs = backend("logs", arn.region, arn.account)
    group, stream = arn.resource_id.removesuffix(":*"), str(uuid.uuid4())
    logs.create_log_stream(group, stream)
    logs.put_log_events(group, stream, [{"timestamp": int(time.time() * 1000), "message": text}])


def _api_call(events: Any, name: str, text: str) -> Post:
    """Return the POST to an API destination, with its connection's credentials."""
    destination = events.destinations[name]
    connection = next(c for c in events.connections.values() if c.arn == destination.connection_arn)
    auth: Mapping[str, Any] = connection.auth_parameters or {}
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Amazon/EventBridge/ApiDestinations"}
    if key := auth.get("ApiKeyAuthParameters"):
        headers[key["ApiKeyName"]] = key["ApiKeyValue"]
    if basic := auth.get("BasicAuthParameters"):
        pair = f"{basic['Username']}:{basic['Password']}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    for extra in items(fields(auth.get("InvocationHttpParameters")).get("HeaderParameters")):
        headers[extra["Key"]] = extra["Value"]
    return Post(url=destination.invocation_endpoint, headers=headers, body=text.encode())

"""SNS subscriptions that must be confirmed, and messages that really go out.

https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html
"""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

import structlog
from moto.core.responses import ActionResult
from moto.sns.exceptions import SNSInvalidParameter

from bellhop.local import sns_messages
from bellhop.local.backends import backend
from bellhop.local.sns_messages import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from bellhop.local.background import Background
    from bellhop.local.functions import Functions
    from bellhop.local.http_posts import HttpPosts

log = structlog.get_logger(__name__)

HTTP = ("http", "https")


class Topics:
    """What happens on subscribe, confirm, unsubscribe and publish; each method makes a patch of moto's."""

    def __init__(self, *, endpoint: str, background: Background, posts: HttpPosts, functions: Functions) -> None:
        self._endpoint = endpoint
        self._background = background
        self._posts = posts
        self._functions = functions

    def subscribe(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Ask an HTTP endpoint whether it wants the subscription, each time until it says so."""

        def subscribe(sns: Any, topic_arn: str, endpoint: str, protocol: str) -> Any:
            subscription = original(sns, topic_arn, endpoint, protocol)
            if protocol not in HTTP:
                subscription.confirmed = True
            elif not subscription.confirmed:
                subscription.token = getattr(subscription, "token", None) or secrets.token_hex(128)
                subscription.attributes |= {"PendingConfirmation": True, "ConfirmationWasAuthenticated": False}
                self._send_confirmation(subscription)
            return subscription

        return subscribe

    def unsubscribe(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Say farewell to an HTTP endpoint."""

        def unsubscribe(sns: Any, subscription_arn: str) -> None:
            subscription = sns.subscriptions.get(subscription_arn)
            original(sns, subscription_arn)
            if subscription and subscription.protocol in HTTP and subscription.confirmed:
                self._send_confirmation(subscription, leaving=True)

        return unsubscribe

    def _send_confirmation(self, subscription: Any, *, leaving: bool = False) -> None:
        document = sns_messages.confirmation(self._endpoint, subscription, leaving=leaving)
        self._posts.send(sns_messages.post(subscription, document))

    def publish(self, _: Callable[..., Any]) -> Callable[..., Any]:
        """Filter and check at once, as the caller must hear of it; deliver from another thread."""

        def publish(
            subscription: Any,
            message: str,
            message_id: str,
            subject: str | None = None,
            message_attributes: dict[str, Any] | None = None,
            message_structure: str | None = None,
            **fifo: Any,
        ) -> None:
            matcher: Any = subscription._filter_policy_matcher  # noqa: SLF001  # moto has no public name for it
            if not subscription.confirmed or (matcher and not matcher.matches(message_attributes, message)):
                return
            if message_structure == "json":
                message = subscription._parse_message_structure(message, subscription.protocol)  # noqa: SLF001  # as above
            notice = Notice(message=message, message_id=message_id, subject=subject, attributes=message_attributes)
            try:
                self._deliver(subscription, notice, fifo)
            except Exception:
                log.exception("a subscriber can't be reached", subscription=subscription.arn)

        return publish

    def _deliver(self, subscription: Any, notice: Notice, fifo: dict[str, Any]) -> None:
        raw = str(subscription.attributes.get("RawMessageDelivery")).lower() == "true"
        document = sns_messages.notification(self._endpoint, subscription, notice)
        if subscription.protocol in HTTP:
            self._posts.send(sns_messages.post(subscription, document, raw=raw))
        elif subscription.protocol == "sqs":
            _to_queue(subscription, document, fifo, raw=raw)
        elif subscription.protocol == "lambda":
            event = sns_messages.lambda_event(subscription, document)
            self._functions.run_later(subscription.endpoint, json.dumps(event))
        else:
            log.info("not delivered: no such service here", protocol=subscription.protocol, to=subscription.endpoint)

    def subscribe_response(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Tell the ARN of a pending subscription only to who asks for it."""

        def subscribe(response: Any) -> Any:
            answer = original(response)
            arn: str = answer.result["SubscriptionArn"]
            wanted = str(response._get_param("ReturnSubscriptionArn")).lower() == "true"  # noqa: SLF001  # moto's way to read a parameter
            if not response.backend.subscriptions[arn].confirmed and not wanted:
                answer.result["SubscriptionArn"] = "pending confirmation"
            return answer

        return subscribe

    def confirm_response(self, _: Callable[..., Any]) -> Callable[..., Any]:
        """Confirm the subscription that a token was sent to."""

        def confirm_subscription(response: Any) -> Any:
            token = response._get_param("Token")  # noqa: SLF001  # moto's way to read a parameter
            for subscription in response.backend.subscriptions.values():
                if token and getattr(subscription, "token", None) == token:
                    subscription.confirmed = True
                    subscription.attributes["PendingConfirmation"] = False
                    return ActionResult({"SubscriptionArn": subscription.arn})
            raise SNSInvalidParameter("Invalid parameter: Token")

        return confirm_subscription

    def list_response(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """List pending subscriptions without their ARN."""

        def list_subscriptions(response: Any) -> Any:
            answer = original(response)
            answer.result["Subscriptions"] = [_listed(each) for each in answer.result["Subscriptions"]]
            return answer

        return list_subscriptions

    def topic_attributes_response(self, original: Callable[..., Any]) -> Callable[..., Any]:
        """Count a topic's subscriptions and tell its signature version."""

        def get_topic_attributes(response: Any) -> Any:
            answer = original(response)
            attributes: dict[str, Any] = answer.result["Attributes"]
            ours = [s for s in response.backend.subscriptions.values() if s.topic.arn == attributes["TopicArn"]]
            confirmed = sum(1 for subscription in ours if subscription.confirmed)
            attributes |= {"SubscriptionsConfirmed": confirmed, "SubscriptionsPending": len(ours) - confirmed}
            topic = response.backend.get_topic(attributes["TopicArn"])
            if version := getattr(topic, "signature_version", None):
                attributes["SignatureVersion"] = version
            return answer

        return get_topic_attributes


def _listed(subscription: Any) -> dict[str, str]:
    return {
        "SubscriptionArn": subscription.arn if subscription.confirmed else "PendingConfirmation",
        "Owner": subscription.owner,
        "Protocol": subscription.protocol,
        "Endpoint": subscription.endpoint,
        "TopicArn": subscription.topic.arn,
    }


def _to_queue(subscription: Any, document: dict[str, Any], fifo: dict[str, Any], *, raw: bool) -> None:
    _, _, _, region, account, name = subscription.endpoint.split(":")
    queue: dict[str, Any] = {"validate_group_id": False, **fifo}
    if raw:
        attributes: dict[str, dict[str, Any]] = document.get("MessageAttributes", {})
        queue["message_attributes"] = {key: _sqs_attribute(value) for key, value in attributes.items()}
    body = document["Message"] if raw else sns_messages.written(document)
    backend("sqs", region, account).send_message(name, body, **queue)


def _sqs_attribute(attribute: dict[str, Any]) -> dict[str, Any]:
    kind = "BinaryValue" if attribute["Type"].startswith("Binary") else "StringValue"
    return {"DataType": attribute["Type"], kind: str(attribute["Value"])}

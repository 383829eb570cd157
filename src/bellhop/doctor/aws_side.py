"""AWS's side: who we are, the channels' roles, the queues, and whether the topics' subscriptions lead here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bellhop.arn import parse_arn
from bellhop.aws.refusal import ask
from bellhop.aws.session import Clients
from bellhop.config import Config
from bellhop.config_sections import Queue
from bellhop.doctor.finding import Finding, bad, doubt, good
from bellhop.errors import AwsRefused

_POLICY = "let it do so: `bellhop setup agent` prints the policy"


def look_at_aws(config: Config, clients: Clients) -> list[Finding]:
    """Asks AWS, with Bellhop's own credentials; what they may not look at is a doubt, for the agent need not."""
    try:
        me = clients.identity()
    except AwsRefused as error:
        if not config.intake.sqs and not any(channel.role for channel in config.build_channels()):
            return [doubt("aws", f"no credentials: {error.message}", error.fix)]
        return [bad("aws", f"AWS does not know us: {error.message}", error.fix)]
    findings = [good("aws", f"Bellhop is {me.arn}"), *_roles(config, clients)]
    for queue in config.intake.sqs:
        findings += _queue(queue, clients)
    return [*findings, *_topics(config, clients)]


def _roles(config: Config, clients: Clients) -> Iterator[Finding]:
    for role in sorted({channel.role for channel in config.build_channels() if channel.role}):
        try:
            clients.identity(role=role, session_name="bellhop-doctor")
        except AwsRefused as error:
            fix = "let the role trust Bellhop's (`bellhop setup role`), and Bellhop assume it (`bellhop setup agent`)"
            yield bad("aws", f"{role} can't be assumed: {error.message}", fix)
        else:
            yield good("aws", f"{role} can be assumed")


def _queue(queue: Queue, clients: Clients) -> Iterator[Finding]:
    name, client = queue.url.rpartition("/")[2], clients.client("sqs", region=queue.region)
    try:
        has = ask(client, "get_queue_attributes", QueueUrl=queue.url, AttributeNames=["All"])["Attributes"]
    except AwsRefused as error:
        absent = "NonExistent" in error.code or "DoesNotExist" in error.code
        fix = "make it (`bellhop setup topic`), or correct intake.sqs" if absent else _POLICY
        yield bad("sqs", f"the queue {name} can't be read: {error.message}", fix)
        return
    yield good("sqs", f"the queue {name} can be read; {has.get('ApproximateNumberOfMessages', 0)} messages wait in it")
    if "sns.amazonaws.com" not in has.get("Policy", "") and "events.amazonaws.com" not in has.get("Policy", ""):
        yield bad("sqs", f"the policy of {name} lets no topic send to it", "let `bellhop setup topic` write it")
    redrive = json.loads(has.get("RedrivePolicy", "{}"))
    if not redrive:
        fix = "give it a redrive policy: SQS hands out a message that can't be taken for ever"
        yield doubt("sqs", f"{name} has no queue for undelivered messages", fix)
    else:
        yield from _undelivered(redrive["deadLetterTargetArn"], client)
    if int(has.get("VisibilityTimeout", 30)) < 30:
        yield doubt("sqs", f"{name} hands messages out again after less than 30 s", "set its VisibilityTimeout to 60")


def _undelivered(arn: str, client: Any) -> Iterator[Finding]:
    name = arn.rpartition(":")[2]
    try:
        url = ask(client, "get_queue_url", QueueName=name)["QueueUrl"]
        names = ["ApproximateNumberOfMessages"]
        many = int(ask(client, "get_queue_attributes", QueueUrl=url, AttributeNames=names)["Attributes"][names[0]])
    except AwsRefused as error:
        yield doubt("sqs", f"may not look into {name}: {error.message}", "allow sqs:GetQueueAttributes on it")
        return
    if many:
        yield bad("sqs", f"{many} messages lie undelivered in {name}", "look at one; then redrive them to their queue")
    else:
        yield good("sqs", f"{name} is empty: nothing was left undelivered")


def _topics(config: Config, clients: Clients) -> Iterator[Finding]:
    named = {topic for channel in config.build_channels() for topic in channel.topics}
    named |= {topic for route in config.routes for topic in route.topics}
    if config.heartbeat and config.heartbeat.topic:
        named.add(config.heartbeat.topic)
    for topic in sorted(one for one in named if not one.endswith("*")):
        arn = parse_arn(topic)
        client = clients.client("sns", region=arn.region if arn else "")
        try:
            found = ask(client, "list_subscriptions_by_topic", TopicArn=topic)["Subscriptions"]
        except AwsRefused as error:
            if "NotFound" in error.code:
                yield bad("sns", f"there is no topic {topic}", "correct its ARN, or make it: `bellhop setup topic`")
            else:
                yield doubt("sns", f"may not look at {topic}: {error.message}", "allow sns:ListSubscriptionsByTopic")
            continue
        yield from _subscribed(topic, [one for one in found if _is_ours(one, config)], client)


def _is_ours(subscription: dict[str, Any], config: Config) -> bool:
    endpoint, url = str(subscription["Endpoint"]), config.server.public_url.rstrip("/")
    if subscription["Protocol"] == "sqs":
        names = {queue.url.rpartition("/")[2] for queue in config.intake.sqs}
        return endpoint.rpartition(":")[2] in names
    return bool(url) and endpoint == f"{url}/sns"


def _subscribed(topic: str, ours: list[dict[str, Any]], client: Any) -> Iterator[Finding]:
    name = topic.rpartition(":")[2]
    if not ours:
        fix = "subscribe the queue of intake.sqs, or server.public_url + /sns: `bellhop setup topic`"
        yield bad("sns", f"no subscription of {name} leads here", fix)
    for one in ours:
        if not str(one["SubscriptionArn"]).startswith("arn:"):
            yield bad("sns", f"{name}: {one['Endpoint']} is not confirmed", "subscribe again while Bellhop runs")
            continue
        try:
            has = ask(client, "get_subscription_attributes", SubscriptionArn=one["SubscriptionArn"])["Attributes"]
        except AwsRefused as error:
            yield doubt("sns", f"{name}: may not look: {error.message}", "allow sns:GetSubscriptionAttributes")
            continue
        yield from _well_subscribed(name, one["Protocol"], has)


def _well_subscribed(name: str, protocol: str, has: dict[str, str]) -> Iterator[Finding]:
    yield good("sns", f"{name} leads here by {protocol}")
    again = "`bellhop setup topic` sets it"
    if protocol != "sqs" and has.get("RawMessageDelivery", "false").lower() == "true":
        yield bad("sns", f"{name}: raw delivery has no signature, so all of it is refused", "switch it off; " + again)
    if protocol != "sqs" and not has.get("DeliveryPolicy"):
        yield doubt("sns", f"{name}: SNS gives up after a minute", f"set a delivery policy of an hour; {again}")
    if not has.get("RedrivePolicy"):
        yield doubt("sns", f"{name}: what SNS can't deliver is lost", f"give it a dead-letter queue; {again}")

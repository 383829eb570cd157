from __future__ import annotations

import base64
import json
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

if TYPE_CHECKING:
    from tests.local.conftest import World


def verify(document: dict[str, Any]) -> None:
    """Check a signature the way AWS tells subscribers to, with the certificate that the message points to."""
    with urllib.request.urlopen(document["SigningCertURL"]) as answer:
        key = x509.load_pem_x509_certificate(answer.read()).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    names = ["Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    text = "".join(f"{name}\n{document[name]}\n" for name in names if name in document)
    digest = {"1": hashes.SHA1(), "2": hashes.SHA256()}[document["SignatureVersion"]]
    key.verify(base64.b64decode(document["Signature"]), text.encode(), padding.PKCS1v15(), digest)


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("subject", [{}, {"Subject": "안녕"}])
def test_posts_are_signed(world: World, version: str, subject: dict[str, str]) -> None:
    arn = world.topic(SignatureVersion=version)
    world.client("sns").publish(TopicArn=arn, Message="line 1\nline 2 ✓", **subject)
    notice = world.eventually(world.sink.notices)[0]
    confirmation = world.sink.documents("SubscriptionConfirmation")[0]
    assert notice["SignatureVersion"] == confirmation["SignatureVersion"] == version
    assert notice.get("Subject") == subject.get("Subject")
    verify(notice)
    verify(confirmation)
    with pytest.raises(InvalidSignature):
        verify(notice | {"Message": "line 1"})
    assert notice["SigningCertURL"].startswith(f"http://{world.aws.certificate_host}/SimpleNotificationService-")


def test_a_post_has_the_headers_of_sns(world: World) -> None:
    arn = world.topic()
    world.client("sns").publish(TopicArn=arn, Message="hello")
    world.eventually(world.sink.notices)
    (asked, _), (told, body) = world.sink.posts
    assert asked["x-amz-sns-message-type"] == "SubscriptionConfirmation"
    assert "x-amz-sns-subscription-arn" not in asked
    assert told["x-amz-sns-message-type"] == "Notification"
    assert told["x-amz-sns-topic-arn"] == arn
    assert told["x-amz-sns-message-id"] == json.loads(body)["MessageId"]
    assert told["x-amz-sns-subscription-arn"].startswith(f"{arn}:")
    assert told["content-type"] == "text/plain; charset=UTF-8"
    assert told["user-agent"] == "Amazon Simple Notification Service Agent"


def test_nothing_is_delivered_before_the_confirmation(world: World) -> None:
    world.sink.confirms = False
    sns = world.client("sns")
    arn = sns.create_topic(Name="news")["TopicArn"]
    answer = sns.subscribe(TopicArn=arn, Protocol="http", Endpoint=world.sink.url)
    assert answer["SubscriptionArn"] == "pending confirmation"
    confirmation = world.eventually(lambda: world.sink.documents("SubscriptionConfirmation"))[0]
    sns.publish(TopicArn=arn, Message="too early")
    listed = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"][0]
    assert listed["SubscriptionArn"] == "PendingConfirmation"
    assert world.topic_attributes(arn)["SubscriptionsPending"] == "1"

    with pytest.raises(ClientError, match="Invalid parameter: Token"):
        sns.confirm_subscription(TopicArn=arn, Token="made up")
    confirmed = sns.confirm_subscription(TopicArn=arn, Token=confirmation["Token"])["SubscriptionArn"]
    sns.publish(TopicArn=arn, Message="in time")
    world.eventually(world.sink.notices)
    assert world.sink.messages() == ["in time"]
    attributes = sns.get_subscription_attributes(SubscriptionArn=confirmed)["Attributes"]
    assert attributes["PendingConfirmation"] == "false"


def test_subscribing_again_asks_again_until_confirmed(world: World) -> None:
    world.sink.confirms = False
    arn = world.topic()
    world.topic()
    asked = world.eventually(lambda: world.sink.documents("SubscriptionConfirmation")[1:])
    assert asked[0]["Token"] == world.sink.documents("SubscriptionConfirmation")[0]["Token"]
    world.client("sns").confirm_subscription(TopicArn=arn, Token=asked[0]["Token"])
    world.topic()
    world.client("sns").publish(TopicArn=arn, Message="once")
    world.eventually(world.sink.notices)
    assert len(world.sink.posts) == 3


def test_the_link_in_a_message_unsubscribes(world: World) -> None:
    arn = world.topic()
    world.client("sns").publish(TopicArn=arn, Message="hello")
    with urllib.request.urlopen(world.eventually(world.sink.notices)[0]["UnsubscribeURL"]) as answer:
        assert answer.status == 200
    assert world.client("sns").list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"] == []
    farewell = world.eventually(lambda: world.sink.documents("UnsubscribeConfirmation"))[0]
    verify(farewell)


@pytest.mark.parametrize("refusals", [[503], [429, 500, 503]])
def test_trouble_of_the_subscriber_is_tried_again(world: World, refusals: list[int]) -> None:
    arn = world.topic()
    world.sink.statuses = list(refusals)
    world.client("sns").publish(TopicArn=arn, Message="hello")
    world.eventually(lambda: len(world.sink.notices()) == len(refusals) + 1)
    assert len({notice["MessageId"] for notice in world.sink.notices()}) == 1


def test_a_refusal_drops_the_message(world: World) -> None:
    arn = world.topic()
    world.sink.statuses = [403]
    world.client("sns").publish(TopicArn=arn, Message="refused")
    world.eventually(world.sink.notices)
    world.client("sns").publish(TopicArn=arn, Message="next")
    world.eventually(lambda: "next" in world.sink.messages())
    assert world.sink.messages() == ["refused", "next"]


def test_raw_delivery_and_filter_policies_are_honoured(world: World) -> None:
    arn, sns = world.topic(), world.client("sns")
    subscription = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"][0]["SubscriptionArn"]
    sns.set_subscription_attributes(
        SubscriptionArn=subscription, AttributeName="FilterPolicy", AttributeValue='{"kind": ["wanted"]}'
    )
    sns.set_subscription_attributes(
        SubscriptionArn=subscription, AttributeName="RawMessageDelivery", AttributeValue="true"
    )
    for kind in ("unwanted", "wanted"):
        attributes = {"kind": {"DataType": "String", "StringValue": kind}}
        sns.publish(TopicArn=arn, Message=f"<{kind}>", MessageAttributes=attributes)
    headers, body = world.eventually(lambda: world.sink.posts[1:])[0]
    assert (headers["x-amz-sns-rawdelivery"], body) == ("true", "<wanted>")


def test_a_queue_gets_the_signed_message(world: World) -> None:
    queue, sns = world.queue(), world.client("sns")
    arn = sns.create_topic(Name="news")["TopicArn"]
    assert sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue.arn)["SubscriptionArn"].startswith(arn)
    sns.publish(TopicArn=arn, Message="hello", Subject="greeting")
    message = queue.bodies(1)[0]
    assert (message["Message"], message["Subject"], message["TopicArn"]) == ("hello", "greeting", arn)
    verify(message)


def test_publishing_does_not_wait_for_a_subscriber_that_is_gone(world: World) -> None:
    world.sink.confirms = False
    sns = world.client("sns")
    arn = sns.create_topic(Name="news")["TopicArn"]
    sns.subscribe(TopicArn=arn, Protocol="http", Endpoint="http://127.0.0.1:9/gone")
    assert sns.publish(TopicArn=arn, Message="hello")["MessageId"]


def test_a_subscriber_that_does_not_exist_does_not_fail_the_call(world: World) -> None:
    sns = world.client("sns")
    arn = world.topic()
    queue = "arn:aws:sqs:ap-northeast-2:123456789012:gone"
    function = "arn:aws:lambda:ap-northeast-2:123456789012:function:gone"
    sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue)
    sns.subscribe(TopicArn=arn, Protocol="lambda", Endpoint=function)
    sns.publish(TopicArn=arn, Message="hello")
    assert world.eventually(world.sink.messages) == ["hello"]


def test_a_structured_message_is_taken_apart_or_refused(world: World) -> None:
    sns, arn = world.client("sns"), world.topic()
    sns.publish(TopicArn=arn, Message='{"default": "d", "http": "for http"}', MessageStructure="json")
    assert world.eventually(world.sink.messages) == ["for http"]
    with pytest.raises(ClientError, match="default"):
        sns.publish(TopicArn=arn, Message='{"email": "e"}', MessageStructure="json")

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.pretend.slack import Fault, PretendSlack

from bellhop.channel import Channel
from bellhop.delivery import Delivery, Receipt
from bellhop.errors import BellhopError, DeliveryError
from bellhop.message import Code, Message, Picture, Text
from bellhop.notification import Step
from bellhop.platforms.slack import api
from bellhop.platforms.slack.client import Slack

DELIVERY = Delivery(
    id="3f0c", channel="ops", type="cloudwatch.metric_alarm", message=Message(title="Alarm", blocks=(Text(text="a"),))
)


def since() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=5)


async def test_a_post_bears_the_deliverys_id(slack: PretendSlack, driver: Slack, channel: Channel) -> None:
    receipt = await driver.post(channel, DELIVERY, None)
    (message,) = slack.messages
    assert receipt == Receipt(id=message["ts"])
    assert message["metadata"] == {"event_type": "bellhop_delivery", "event_payload": {"id": "3f0c"}}
    assert message["text"].startswith("Alarm")
    assert "thread_ts" not in message


async def test_a_reply_stands_in_its_parents_thread(slack: PretendSlack, driver: Slack, channel: Channel) -> None:
    parent = await driver.post(channel, DELIVERY, None)
    reply = await driver.post(channel, replace(DELIVERY, id="2"), parent)
    again = await driver.post(channel, replace(DELIVERY, id="3"), reply)
    assert [message.get("thread_ts") for message in slack.messages] == [None, parent.id, parent.id]
    assert again.thread == parent.id


async def test_an_answer_stands_beneath_its_question(slack: PretendSlack, driver: Slack, channel: Channel) -> None:
    receipt = await driver.post(channel, replace(DELIVERY, reply_to="111.222"), None)
    assert slack.messages[0]["thread_ts"] == receipt.thread == "111.222"


async def test_a_message_is_replaced_in_place(slack: PretendSlack, driver: Slack, channel: Channel) -> None:
    receipt = await driver.post(channel, DELIVERY, None)
    later = replace(DELIVERY, id="2", message=Message(title="OK"))
    assert await driver.replace(channel, later, receipt) == receipt
    (message,) = slack.messages
    assert message["text"] == "OK"
    assert len(message["blocks"]) == 1


async def test_a_message_that_is_gone_is_posted_anew(slack: PretendSlack, driver: Slack, channel: Channel) -> None:
    receipt = await driver.replace(channel, DELIVERY, Receipt(id="111.222", thread="100.000"))
    (message,) = slack.messages
    assert receipt == Receipt(id=message["ts"], thread="100.000")


async def test_expanded_deliveries_show_everything(slack: PretendSlack, driver: Slack, channel: Channel) -> None:
    message = Message(title="t", blocks=(Code(text="\n".join(f"row{n}" for n in range(40)), fold=True),))
    await driver.post(channel, replace(DELIVERY, message=message), None)
    await driver.post(channel, replace(DELIVERY, id="2", message=message, expanded=True), None)
    folded, whole = slack.messages
    assert "row39" not in str(folded["blocks"])
    assert "row39" in str(whole["blocks"])


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_blocks_too_long", "invalid_attachments"])
async def test_a_message_whose_looks_slack_refuses_goes_as_text(
    code: str, slack: PretendSlack, driver: Slack, channel: Channel
) -> None:
    slack.fail("chat.postMessage", Fault(error=code))
    picture = Message(title="Graph", blocks=(Picture(url="https://example.com/gone.png", alt="CPU"), Text(text="a<b")))
    await driver.post(channel, replace(DELIVERY, message=picture), None)
    (message,) = slack.messages
    assert message["blocks"] == []
    assert "CPU" in message["text"]
    assert "a&lt;b" in message["text"]


async def test_a_text_that_slack_refuses_too_is_a_dead_letter(
    slack: PretendSlack, driver: Slack, channel: Channel
) -> None:
    slack.fail("chat.postMessage", Fault(error="invalid_blocks"), Fault(error="msg_too_long"))
    with pytest.raises(DeliveryError) as caught:
        await driver.post(channel, DELIVERY, None)
    assert caught.value.rejected
    assert not caught.value.permanent


@pytest.mark.parametrize(
    ("fault", "permanent", "unsure", "retry_after"),
    [
        (Fault(error="channel_not_found"), True, False, None),
        (Fault(error="is_archived"), True, False, None),
        (Fault(error="not_in_channel"), True, False, None),
        (Fault(error="token_revoked"), True, False, None),
        (Fault(error="invalid_auth"), True, False, None),
        (Fault(error="account_inactive"), True, False, None),
        (Fault(error="missing_scope"), True, False, None),
        (Fault(status=429, retry_after=7), False, False, 7.0),
        (Fault(status=404), False, False, None),
        (Fault(status=500), False, True, None),
        (Fault(status=503), False, True, None),
        (Fault(status=504), False, True, None),
        (Fault(error="fatal_error"), False, True, None),
        (Fault(error="something_new"), False, False, None),
        (Fault(reset=True), False, True, None),
    ],
    ids=lambda value: (value.error or str(value.status or "reset")) if isinstance(value, Fault) else "",
)
async def test_failures_are_told_apart(
    fault: Fault,
    permanent: bool,
    unsure: bool,
    retry_after: float | None,
    slack: PretendSlack,
    driver: Slack,
    channel: Channel,
) -> None:
    slack.fail("chat.postMessage", fault)
    with pytest.raises(DeliveryError) as caught:
        await driver.post(channel, DELIVERY, None)
    error = caught.value
    assert (error.permanent, error.unsure, error.retry_after) == (permanent, unsure, retry_after)
    assert bool(error.fix) or not permanent
    assert not error.rejected
    assert len([call for call, _ in slack.calls if call == "chat.postMessage"]) == 1, "the outbox tries again, not we"


async def test_no_answer_in_time_is_unsure(
    slack: PretendSlack, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "_PATIENCE", 0.2)
    driver = Slack(slack.token, base_url=slack.base_url)
    await driver.start(None)
    slack.fail("chat.postMessage", Fault(delay=1, taken=True))
    with pytest.raises(DeliveryError) as caught:
        await driver.post(channel, DELIVERY, None)
    await driver.close()
    assert caught.value.unsure


async def test_an_answer_in_plain_text_is_no_crash(slack: PretendSlack, driver: Slack, channel: Channel) -> None:
    slack.fail("chat.postMessage", Fault(status=502, kind="text/plain"))
    with pytest.raises(DeliveryError) as caught:
        await driver.post(channel, DELIVERY, None)
    assert caught.value.unsure


async def test_nobody_there_is_not_unsure(channel: Channel, unused_tcp_port: int) -> None:
    driver = Slack("xoxb-test", base_url=f"http://127.0.0.1:{unused_tcp_port}/api/")
    await driver.start(None)
    with pytest.raises(DeliveryError) as caught:
        await driver.post(channel, DELIVERY, None)
    await driver.close()
    assert (caught.value.unsure, caught.value.permanent) == (False, False)


async def test_a_post_whose_answer_was_lost_is_found(slack: PretendSlack, driver: Slack, channel: Channel) -> None:
    slack.fail("chat.postMessage", Fault(reset=True, taken=True))
    with pytest.raises(DeliveryError):
        await driver.post(channel, DELIVERY, None)
    found = await driver.find(channel, DELIVERY, since())
    assert found == Receipt(id=slack.messages[0]["ts"])
    assert await driver.find(channel, replace(DELIVERY, id="other"), since()) is None


async def test_it_is_found_on_a_later_page(slack: PretendSlack, driver: Slack, channel: Channel) -> None:
    slack.page = 2
    await driver.post(channel, DELIVERY, None)
    for number in range(5):
        await driver.post(channel, replace(DELIVERY, id=str(number)), None)
    assert await driver.find(channel, DELIVERY, since()) == Receipt(id=slack.messages[0]["ts"])


async def test_a_reply_is_found_though_its_thread_is_not_known(
    slack: PretendSlack, driver: Slack, channel: Channel
) -> None:
    parent = await driver.post(channel, DELIVERY, None)
    reply = replace(DELIVERY, id="2", step=Step.REPLY)
    posted = await driver.post(channel, reply, parent)
    assert await driver.find(channel, reply, since()) == posted
    answer = replace(DELIVERY, id="3", reply_to=parent.id)
    assert await driver.find(channel, answer, since()) is None
    assert await driver.find(channel, answer, since()) != await driver.post(channel, answer, None)


async def test_a_search_that_fails_leaves_it_unsure(slack: PretendSlack, driver: Slack, channel: Channel) -> None:
    slack.fail("conversations.history", Fault(status=429, retry_after=3))
    with pytest.raises(DeliveryError) as caught:
        await driver.find(channel, DELIVERY, since())
    assert (caught.value.unsure, caught.value.retry_after) == (True, 3.0)


async def test_without_leave_to_read_nothing_is_found(slack: PretendSlack, driver: Slack, channel: Channel) -> None:
    slack.fail("conversations.history", Fault(error="missing_scope"))
    assert await driver.find(channel, DELIVERY, since()) is None


async def test_a_wrong_token_is_told_at_the_start_with_the_fix(slack: PretendSlack) -> None:
    driver = Slack("xoxb-wrong", base_url=slack.base_url)
    with pytest.raises(BellhopError, match=r"slack\.bot_token") as caught:
        await driver.start(None)
    assert "xoxb-" in caught.value.fix


async def test_missing_scopes_are_named(slack: PretendSlack) -> None:
    slack.scopes = "users:read"
    driver = Slack(slack.token, base_url=slack.base_url)
    with pytest.raises(BellhopError, match="chat:write"):
        await driver.start(None)


async def test_slack_being_down_does_not_keep_the_agent_from_starting(slack: PretendSlack, channel: Channel) -> None:
    slack.fail("auth.test", Fault(status=503))
    driver = Slack(slack.token, base_url=slack.base_url)
    await driver.start(None)
    await driver.post(channel, DELIVERY, None)
    await driver.close()
    assert len(slack.messages) == 1


async def test_closing_twice_and_posting_afterwards(driver: Slack, channel: Channel) -> None:
    await driver.close()
    await driver.close()
    with pytest.raises(DeliveryError, match="not started"):
        await driver.post(channel, DELIVERY, None)

"""The events of one execution end in the same message, in whichever order they come and however often."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bellhop.channel import Channel, Threading
from bellhop.delivery import Delivery, Receipt
from bellhop.events import tell
from bellhop.message import Facts, Message, Text
from bellhop.reader import Reader
from bellhop.store.tales import dump_tale, load_tale
from bellhop.story import Place, Story, place_of
from bellhop.unwrap import unwrap_all

NOW = datetime(2026, 1, 29, 7, 0, tzinfo=UTC)
RECEIPT = Receipt(id="1")
COMMIT = {
    "trigger-type": "WebhookV2",
    "full-repository-name": "shop/web",
    "commit-id": "8e1f4d6c0a5b77",
    "commit-message": "Make the cart faster",
    "author-display-name": "Mary Major",
}


def pipeline_event(kind: str, state: str, minute: int, *, rule: bool = False, **more: Any) -> str:
    extra = more.pop("extra", {})
    body: dict[str, Any] = {
        "account": "111122223333",
        "region": "ap-northeast-2",
        "source": "aws.codepipeline",
        "time": f"2026-01-29T06:{minute:02}:00Z",
        "resources": ["arn:aws:codepipeline:ap-northeast-2:111122223333:web"],
        "detail": {"pipeline": "web", "execution-id": "e-1", "state": state, "version": 3.0, **more},
    }
    name = f"CodePipeline {kind} Execution State Change"
    if rule:
        arn = "arn:aws:codestar-notifications:ap-northeast-2:111122223333:notificationrule/1"
        return json.dumps({**body, "detailType": name, "notificationRuleArn": arn, "additionalAttributes": extra})
    return json.dumps({**body, "version": "0", "id": f"{kind}-{state}-{minute}", "detail-type": name})


def action(stage: str, name: str, state: str, minute: int, category: str = "Deploy", **more: Any) -> str:
    about = {"owner": "AWS", "category": category, "provider": "CodeDeploy", "version": "1"}
    return pipeline_event("Action", state, minute, stage=stage, action=name, type=about, **more)


TRIGGER: dict[str, Any] = {"execution-trigger": COMMIT}
RESULT: dict[str, Any] = {"execution-result": {"external-execution-summary": "d-1 failed"}}
FAILED = {"failedActionCount": 1, "failedStage": "Deploy", "failedActions": [
    {"action": "Canary", "additionalInformation": "Deployment d-1 failed"}]}  # fmt: skip  # one event, as it is sent
RUN = [
    pipeline_event("Pipeline", "STARTED", 0, **TRIGGER),
    pipeline_event("Stage", "STARTED", 0, stage="Source"),
    action("Source", "Git", "STARTED", 0, "Source"),
    action("Source", "Git", "SUCCEEDED", 1, "Source"),
    pipeline_event("Stage", "SUCCEEDED", 1, stage="Source"),
    pipeline_event("Stage", "STARTED", 1, stage="Build"),
    pipeline_event("Stage", "SUCCEEDED", 4, stage="Build", rule=True),
    action("Approve", "Sign-off", "STARTED", 5, "Approval", rule=True, extra={"customData": "Look at the cart."}),
    action("Approve", "Sign-off", "SUCCEEDED", 9, "Approval"),
    pipeline_event("Stage", "STARTED", 10, stage="Deploy"),
    action("Deploy", "Canary", "FAILED", 12, **RESULT),
    pipeline_event("Stage", "FAILED", 12, stage="Deploy", rule=True, extra=FAILED),
    pipeline_event("Pipeline", "FAILED", 12, rule=True, extra=FAILED),
    pipeline_event("Pipeline", "FAILED", 12),
    pipeline_event("Pipeline", "RESUMED", 20),
    pipeline_event("Stage", "RESUMED", 20, stage="Deploy"),
    action("Deploy", "Canary", "SUCCEEDED", 25),
    pipeline_event("Stage", "SUCCEEDED", 25, stage="Deploy"),
    pipeline_event("Pipeline", "SUCCEEDED", 25, rule=True),
]


def follow(events: Sequence[str], channel: Channel) -> list[Place]:
    """Where each event belongs, the store keeping the story in between."""
    places: list[Place] = []
    story: Story | None = None
    reader = Reader(locale=channel.locale, timezone=channel.timezone)
    for body in events:
        (event,) = unwrap_all(body)
        told = tell(event, reader).notification
        delivery = Delivery(
            id="d",
            channel=channel.name,
            type=told.type,
            message=told.message,
            thread=told.thread,
            step=told.step,
            at=told.at,
            chapters=told.chapters,
        )
        place = place_of(delivery, story, channel, NOW)
        tale = load_tale(dump_tale(place.tale))
        assert tale == place.tale
        story = Story(parent=RECEIPT, delivery="d", opened=NOW, tale=tale)
        places.append(place)
    return places


def last(events: Sequence[str]) -> Message:
    return follow(events, Channel(name="ops", platform="web"))[-1].delivery.message


def line(message: Message) -> str:
    assert isinstance(message.blocks[0], Text)
    return message.blocks[0].text


def said(message: Message) -> dict[str, str]:
    return {fact.label: fact.value for block in message.blocks if isinstance(block, Facts) for fact in block.items}


@settings(deadline=None, max_examples=50)
@given(st.permutations(RUN), st.lists(st.sampled_from(RUN), max_size=12))
def test_any_order_with_any_repeats_ends_in_the_same_message(events: list[str], again: list[str]) -> None:
    assert last([*events, *again]) == last([*again, *events]) == last(RUN)


@settings(deadline=None, max_examples=50)
@given(st.integers(1, len(RUN)), st.randoms(use_true_random=False))
def test_so_does_what_came_so_far(many: int, random: Any) -> None:
    some = RUN[:many]
    shuffled = random.sample(some, many)
    assert last(shuffled) == last(some)


def test_the_parent_shows_the_stages_with_their_times() -> None:
    message = last(RUN)
    assert message.title == "Pipeline web succeeded"
    assert line(message) == "✓ Source (1 min) → ✓ Build (3 min) → ✓ Approve (4 min) → ✓ Deploy (5 min)"
    assert said(message)["Author"] == "Mary Major"
    assert said(message)["Commit"] == "8e1f4d6c0a5b Make the cart faster"
    assert "Failed action" not in said(message)


def test_a_failure_is_told_once_with_its_reason() -> None:
    message = last(RUN[:14])
    assert message.title == "Pipeline web failed"
    assert line(message).endswith("✗ Deploy (2 min)")
    assert said(message)["Failed action"] == "Canary: Deployment d-1 failed"
    assert said(message)["Took"] == "12 min"
    assert not [label for label in said(message) if label.startswith("Failed: ")]


def test_a_failure_before_the_end_of_the_execution_becomes_its_title() -> None:
    assert last(RUN[:11]).title == "Action Canary of web failed"


def test_an_approval_that_is_waited_for_is_what_the_parent_asks() -> None:
    message = last(RUN[:8])
    assert message.title == "Approval needed: Sign-off in pipeline web"
    assert "◷ Approve (since 06:05)" in line(message)
    assert said(message)["Until"].startswith("2026-02-05 06:05:00 UTC")
    assert last(RUN[:9]).title == "Pipeline web started"


def test_a_rule_with_stages_alone_gets_a_parent_too() -> None:
    stages = [event for event in RUN if "Stage Execution" in event]
    assert last(stages).title == "Stage Deploy of web succeeded"
    assert line(last(stages)).startswith("✓ Source (1 min) → ✓ Build (3 min) → ✓ Deploy")


def test_a_channel_may_have_the_parts_beneath_or_apart() -> None:
    ops = Channel(name="ops", platform="web")
    assert [place.replace for place in follow(RUN, ops)][1:] == [RECEIPT] * (len(RUN) - 1)
    beneath = follow(RUN, Channel(name="ops", platform="web", threading=Threading.THREAD))
    assert [place.under for place in beneath][1:] == [RECEIPT] * (len(RUN) - 1)
    assert beneath[1].delivery.message.title == "Stage Source of web started"
    apart = follow(RUN, Channel(name="ops", platform="web", threading=Threading.CHANNEL))
    assert not any(place.under or place.replace for place in apart)
    assert apart[-1].delivery.message == last(RUN)


def test_a_tale_is_told_in_korean_on_the_channel_s_clock() -> None:
    seoul = Channel(name="ops", platform="web", locale="ko", timezone="Asia/Seoul")
    message = follow(RUN[:10], seoul)[-1].delivery.message
    assert line(message) == "✓ Source (1분) → ✓ Build (3분) → ✓ Approve (4분) → ● Deploy (15:10부터)"


def test_what_another_version_wrote_begins_the_tale_anew() -> None:
    assert load_tale('{"entries": 3}') is None
    assert load_tale("") is None
    assert load_tale("{") is None


def health(page: int, *, minute: int = 30, status: str = "open") -> str:
    detail = {
        "eventArn": "arn:aws:health:ap-northeast-2::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/1",
        "service": "EC2",
        "eventTypeCode": "AWS_EC2_OPERATIONAL_ISSUE",
        "eventTypeCategory": "issue",
        "statusCode": status,
        "startTime": "Thu, 29 Jan 2026 06:00:00 GMT",
        "lastUpdatedTime": f"Thu, 29 Jan 2026 06:{minute}:00 GMT",
        "affectedEntities": [{"entityValue": f"i-{page}"}],
        "affectedAccount": "111122223333",
        "page": str(page),
        "totalPages": "3",
    }
    return json.dumps(
        {
            "version": "0",
            "id": f"health-{page}-{status}",
            "detail-type": "AWS Health Event",
            "source": "aws.health",
            "account": "111122223333",
            "region": "ap-northeast-2",
            "time": f"2026-01-29T06:{minute}:00Z",
            "resources": [],
            "detail": detail,
        }
    )


@given(events=st.permutations([health(1), health(2), health(3), health(2)]))
@settings(deadline=None)
def test_the_pages_of_a_health_event_are_one_message_that_names_all_its_resources(events: list[str]) -> None:
    values = said(last(events))
    assert [values[f"Resources, page {page} of 3"] for page in (1, 2, 3)] == ["i-1", "i-2", "i-3"]


def test_a_health_event_s_end_stands_in_its_message_with_its_duration() -> None:
    message = last([health(1), health(2), health(1, minute=50, status="closed")])
    assert message.title.startswith("Resolved: ")
    assert said(message)["Took"] == "50 min"
    assert said(message)["Resources, page 2 of 3"] == "i-2"

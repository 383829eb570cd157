"""A support case is opened step by step, by the person who began it, with the account's own lists."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update

from bellhop.channel import Channel
from bellhop.command import Command
from bellhop.errors import AwsRefused
from bellhop.store.chat_tables import tickets

from .conftest import Aws, Room, open_room


def support(command: Command) -> Any:
    match command.operation:
        case "DescribeServices":
            names = [f"service-{number}" for number in range(23)] + ["aws-lambda"]
            made = {"categories": [{"code": "apis", "name": "APIs"}]}
            return {"services": [{"code": name, "name": name.title(), **made} for name in names]}
        case "DescribeSeverityLevels":
            return {"severityLevels": [{"code": "low", "name": "General guidance"}]}
        case "DescribeSupportedLanguages":
            return {"supportedLanguages": [{"code": "ko", "language": "Korean", "display": "한국어"}]}
        case "CreateCase":
            return {"caseId": "case-1"}
        case _:
            return {}


async def test_a_case_is_opened_step_by_step(room: Room) -> None:
    room.aws.says = support
    page = await room.ask("support create-case")
    assert "(step 1 of 7)" in page.message.title
    assert "1 to 10 of 24" in page.text
    page = await room.pressed(page, "wizard", "Next")
    assert "11 to 20 of 24" in page.text
    assert page.replaces
    page = await room.ask("service lambda")
    page = (await room.until(lambda said: "Category" in said[-2].message.title))[-2]
    page = await room.pressed(page, "wizard", "APIs")
    page = await room.pressed(page, "wizard", "General guidance")
    assert "@aws subject …" in page.text
    page = await room.ask("My function's timeouts")
    assert "(step 5 of 7)" in page.message.title
    before = len(await room.idle())
    await room.say("body two\nlines")
    page = (await room.until(lambda said: len(said) > before))[before]
    page = await room.pressed(page, "wizard", "한국어 (Korean)")
    before = len(await room.idle())
    await room.say("cc nobody")
    page = (await room.until(lambda said: len(said) > before))[before]
    assert "“nobody” is no mail address" in page.text
    await room.idle()
    page = await room.pressed(page, "wizard", "Skip")
    assert "is this right?" in page.message.title
    for told in ("Service: Aws-Lambda", "My function's timeouts", "two\nlines", "한국어 (Korean) (ko)", "123456789012"):
        assert told in page.text
    assert "[Change subject]" in page.text
    answer = await room.pressed(page, "wizard", "Create case")
    assert "[View case] [Reply] [Resolve case]" in answer.text
    assert room.aws.asked[-1].parameters == {
        "subject": "My function's timeouts",
        "serviceCode": "aws-lambda",
        "severityCode": "low",
        "categoryCode": "apis",
        "communicationBody": "two\nlines",
        "language": "ko",
    }


async def test_what_was_given_is_not_asked_and_changing_goes_back_to_the_last_page(room: Room) -> None:
    room.aws.says = support
    page = await room.ask("support add-communication-to-case --case-id case-1")
    assert "Reply to a support case" in page.message.title
    page = await room.ask("Any news?")
    await room.idle()
    page = await room.pressed(page, "wizard", "Skip")
    page = await room.pressed(page, "wizard", "Change reply")
    page = await room.ask("body Any news today?")
    await room.idle()
    assert "Any news today?" in page.text
    await room.pressed(page, "wizard", "Send reply")
    assert room.aws.asked[-1].parameters == {"caseId": "case-1", "communicationBody": "Any news today?"}


async def test_it_is_bound_to_its_person_expires_and_old_pages_do_nothing(room: Room) -> None:
    room.aws.says = support
    page = await room.ask("support create-case")
    assert "Only the person who asked" in await room.press(page, "wizard", "Service-1", user="eve")
    assert "step 2" not in (await room.ask("service lambda", user="eve")).text
    await room.pressed(page, "wizard", "Service-1")
    assert "answered already" in await room.press(page, "wizard", "Service-1")
    past = datetime.now(UTC) - timedelta(seconds=1)
    await room.store.write(lambda c: c.execute(update(tickets).values(expires=past)))
    assert "expired" in await room.press(page, "wizard", "Service-1")


async def test_it_survives_a_restart_and_is_cancelled(room: Room, channel: Channel) -> None:
    room.aws.says = support
    page = await room.ask("support create-case")
    other = open_room(room.store, channel, Aws(says=support))
    page = await other.pressed(page, "wizard", "Service-1")
    assert "(step 2 of 7)" in page.message.title
    page = await other.pressed(page, "wizard", "Cancel")
    assert "Nothing was sent" in page.text


async def test_a_word_answers_its_step_whenever_it_is_said(room: Room) -> None:
    room.aws.says = support
    await room.ask("support create-case")
    page = await room.ask("subject It is slow", thread="2")
    assert "Subject: It is slow" in page.text
    assert "(step 1 of 7)" in page.message.title
    await room.idle()
    assert "(step 2 of 7)" in (await room.ask("aws-lambda", thread="2")).message.title


async def test_an_answer_that_is_heard_twice_counts_once(room: Room) -> None:
    room.aws.says = support
    await room.ask("support add-communication-to-case --case-id case-1")
    await room.ask("Any news?")
    before = len(await room.idle())
    asked = await room.say("cc a@example.com", same="4c9bd9ab-4f4d-4d23-8d2f-0f3ac3a5f6c7")
    told = await room.idle()
    await room.say("cc b@example.com", same=asked)
    assert len(told) > before
    assert await room.idle() == told


async def test_commands_go_first_in_its_thread(room: Room) -> None:
    room.aws.says = support
    await room.ask("support add-communication-to-case --case-id case-1")
    answer = await room.ask("lambda list-functions")
    assert "I ran the read-only command" in answer.text


async def test_an_account_without_a_plan_is_told_so(room: Room) -> None:
    room.aws.says = lambda _: AwsRefused("SubscriptionRequiredException", "Premium Support is required")
    assert "needs a Business" in (await room.ask("support create-case")).text
    assert "지원 플랜" in (await room.ask("support describe-cases", channel="ko")).text


async def test_the_menu_and_correspondence(room: Room) -> None:
    assert "[Open a case] [Open cases]" in (await room.ask("support")).text
    said = [
        {"submittedBy": who, "timeCreated": "t", "body": body} for who, body in (("AWS", "second"), ("me", "first"))
    ]
    room.aws.says = lambda _: {"communications": said}
    shown = (await room.ask("support describe-communications --case-id c")).text
    assert shown.index("first") < shown.index("second")
    assert "[Reply] [Resolve case]" in shown

"""The page in a real browser, with a scripted Bellhop behind it."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bellhop.console.console import Console
from bellhop.delivery import Delivery
from bellhop.message import Action, Code, Message, Text, Tone

TOKEN = "open-sesame"
pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def stage(tmp_path: Path, stage_class: Any) -> AsyncIterator[Any]:
    stage = stage_class(tmp_path)
    async with stage.running():
        yield stage


@pytest_asyncio.fixture(loop_scope="session")
async def page(stage: Any, chromium: Browser) -> AsyncIterator[Page]:
    context = await chromium.new_context(viewport={"width": 1280, "height": 800}, timezone_id="Asia/Seoul", locale="en")
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None)
    await page.goto(f"{stage.url}/?token={TOKEN}")
    await live(page)
    yield page
    await context.close()
    assert complaints == []


async def live(page: Page) -> None:
    await expect(page.locator("#link-state")).to_have_attribute("data-state", "live", timeout=15_000)


async def type_in(page: Page, text: str) -> None:
    await page.locator("textarea").press_sequentially(text)


async def test_the_first_look_teaches_what_to_do(page: Page, stage: Any) -> None:
    assert page.url == f"{stage.url}/channels/ops"
    await expect(page.get_by_role("heading", name="Nothing yet")).to_be_visible()
    await page.get_by_role("button", name="@aws help").click()
    await expect(page.locator("textarea")).to_have_value("@aws help")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="I don't know that command.")).to_be_visible()
    await expect(page.get_by_role("heading", name="Nothing yet")).to_be_hidden()


async def test_a_command_is_answered_beneath_it_and_unfolds(page: Page, stage: Any) -> None:
    stage.ears.hold.clear()
    await type_in(page, "@aws lambda list-functions --region ap-northeast-2")
    await page.keyboard.press("Escape")  # or Enter would take what the popup offers
    await page.keyboard.press("Enter")
    said = page.locator(".entry-person").first
    await expect(said.locator(".said")).to_have_text("@aws lambda list-functions --region ap-northeast-2")
    await expect(said.locator(".waiting")).to_be_visible()
    await expect(page.locator("textarea")).to_have_value("")

    stage.ears.hold.set()
    answer = said.locator(".replies .entry-bellhop")
    await expect(answer.locator(".title")).to_contain_text("I ran the read-only command in account 123456789012:")
    await expect(said.locator(".waiting")).to_have_count(0)
    await expect(said.locator(".count")).to_have_text("1 reply")

    last = answer.get_by_text("thumbnails-5")
    box, code = await answer.locator(".fold pre").bounding_box(), answer.locator(".fold pre")
    assert box is not None
    assert box["height"] < 250
    more = answer.get_by_role("button", name="Show more")
    await more.focus()
    await page.keyboard.press("Enter")
    await expect(answer.get_by_role("button", name="Show less")).to_be_focused()
    unfolded = await code.bounding_box()
    assert unfolded is not None
    assert unfolded["height"] > 400
    await expect(last).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(more).to_have_attribute("aria-expanded", "false")


async def test_a_dangerous_command_is_asked_first_and_runs_in_place(page: Page, stage: Any) -> None:
    await type_in(page, "@aws lambda invoke --function-name thumbnails-1")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Run command").click()
    await expect(page.locator(".replies .title")).to_have_text("run: done")
    await expect(page.locator(".replies .edited")).to_have_text("updated")
    (press,) = stage.ears.pressed
    assert (press.action, press.value) == ("run", stage.ears.asked[0].id)


async def test_what_a_button_answers_is_told_beneath_it(page: Page, stage: Any) -> None:
    await stage.post(
        "Choose", actions=(Action(label="Old", name="gone"), Action(label="Say it", name="say", value="@aws hi"))
    )
    await page.get_by_role("button", name="Old").click()
    await expect(page.locator(".notice")).to_have_text("That button is too old.")
    await page.get_by_role("button", name="Say it").click()
    await expect(page.locator(".said")).to_have_text("@aws hi")


async def test_an_alarm_comes_by_itself_and_recovers_in_place(page: Page, stage: Any) -> None:
    receipt = await stage.post("ALARM: uploads", tone=Tone.BAD)
    alarm = page.locator(f"#m{receipt.id}")
    await expect(alarm.locator(".tone-bad .title")).to_have_text("ALARM: uploads")
    await stage.post("Something else")
    recovered = Message(title="OK: uploads", tone=Tone.GOOD)
    await stage.web.replace(stage.channels[0], Delivery(id="d2", channel="ops", type="t", message=recovered), receipt)
    await expect(alarm.locator(".tone-good .title")).to_have_text("OK: uploads")
    assert [await title.inner_text() for title in await page.locator(".title").all()] == [
        "OK: uploads",
        "Something else",
    ]


async def test_what_was_unfolded_stays_so_when_it_is_updated(page: Page, stage: Any) -> None:
    lines = "\n".join(f"line {n}" for n in range(40))
    receipt = await stage.post("Log", blocks=(Code(text=lines, fold=True),))
    await page.get_by_role("button", name="Show more").click()
    longer = Message(title="Log", blocks=(Code(text=lines + "\nlast", fold=True),))
    await stage.web.replace(stage.channels[0], Delivery(id="d2", channel="ops", type="t", message=longer), receipt)
    await expect(page.get_by_text("last")).to_be_visible()
    await expect(page.get_by_role("button", name="Show less")).to_be_visible()


async def test_the_popup_completes_by_keyboard(page: Page, stage: Any) -> None:
    box, popup = page.locator("textarea"), page.get_by_role("listbox")
    await type_in(page, "@a")
    await expect(popup.get_by_role("option")).to_have_text(["@aws"])
    await page.keyboard.press("Tab")
    await type_in(page, "l")
    await expect(popup.get_by_role("option")).to_have_count(2)
    await expect(popup.get_by_role("option").first).to_contain_text("AWS Lambda")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(box).to_have_value("@aws lambda ")
    await type_in(page, "list-t")
    await expect(popup.get_by_role("option")).to_have_count(1)
    await page.keyboard.press("Tab")
    await expect(box).to_have_value("@aws lambda list-tags ")
    await expect(popup.get_by_role("option")).to_have_count(2)
    await page.keyboard.press("Escape")
    await expect(popup).to_be_hidden()
    await expect(box).to_have_attribute("aria-expanded", "false")
    assert stage.ears.asked == []


async def test_what_was_written_before_comes_back(page: Page) -> None:
    box = page.locator("textarea")
    for text in ("@aws silence 1", "@aws silence 2"):
        await box.fill(text)
        await page.keyboard.press("Escape")
        await page.keyboard.press("Enter")
        await expect(box).to_have_value("")
    await box.fill("draft")
    await page.keyboard.press("Escape")
    for key, text in (("ArrowUp", "@aws silence 2"), ("ArrowUp", "@aws silence 1"), ("ArrowDown", "@aws silence 2")):
        await page.keyboard.press(key)
        await expect(box).to_have_value(text)
    await page.keyboard.press("ArrowDown")
    await expect(box).to_have_value("draft")
    await page.keyboard.press("Shift+Enter")
    await expect(box).to_have_value("draft\n")


async def test_a_message_that_can_not_be_sent_is_kept_and_the_reason_shown(page: Page) -> None:
    await page.route("**/api/channels/ops/messages", lambda route: route.abort())
    await page.locator("textarea").fill("@aws silence")
    await page.locator("#send").click()
    await expect(page.locator("#problem")).to_have_text("The message was not sent: no connection to Bellhop")
    await expect(page.locator("textarea")).to_have_value("@aws silence")
    await page.unroute("**/api/channels/ops/messages")
    await page.locator("#send").click()
    await expect(page.locator(".said")).to_have_text("@aws silence")
    await expect(page.locator("#problem")).to_be_hidden()


async def test_a_lost_connection_is_shown_and_what_was_missed_is_made_up_for(page: Page, stage: Any) -> None:
    await page.context.set_offline(True)  # keeps new connections away; the old one is ended by the server
    stage.web.feed.closed = True
    stage.web.feed.wake()
    await expect(page.locator("#link-state")).to_have_attribute("data-state", "lost")
    stage.web.feed.closed = False
    await stage.post("while you were away")
    await expect(page.locator(".title")).to_have_count(0)
    await page.context.set_offline(False)
    await expect(page.locator(".title")).to_have_text("while you were away", timeout=20_000)
    await live(page)


async def test_files_are_uploaded_by_the_button_and_by_dropping(page: Page, stage: Any, tmp_path: Path) -> None:
    file = tmp_path / "휴가.jpg"
    file.write_bytes(b"jpeg")
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("button", name="Upload a file to demo-photos").click()
    await (await choosing.value).set_files(file)
    await expect(page.locator("#problem")).to_have_text("Uploaded s3://demo-photos/휴가.jpg")
    data = await page.evaluate_handle(
        "() => { const data = new DataTransfer(); data.items.add(new File(['dropped'], 'b.txt')); return data; }"
    )
    await page.dispatch_event(".room", "dragover", {"dataTransfer": data})
    await expect(page.locator("#drop")).to_be_visible()
    await page.dispatch_event(".room", "drop", {"dataTransfer": data})
    await expect(page.locator("#problem")).to_have_text("Uploaded s3://demo-photos/b.txt")
    assert stage.uploads == {"휴가.jpg": b"jpeg", "b.txt": b"dropped"}


async def test_times_are_the_viewers_and_days_are_separated(page: Page, stage: Any) -> None:
    await stage.post("now")
    time = page.locator(".entry time")
    await expect(time).to_have_text(re.compile(r"^\d\d:\d\d · (now|\d+ seconds ago)$"))
    assert "GMT+9" in (await time.get_attribute("title") or "")
    await expect(page.locator(".day")).to_have_text("Today")


async def test_unread_channels_are_marked_until_they_are_read(page: Page, stage: Any) -> None:
    await stage.post("새 소식", channel="서비스")
    other = page.get_by_role("link", name="서비스")
    await expect(other.locator(".mark-unread")).to_be_visible()
    await other.click()
    await live(page)
    await expect(page.locator(".title")).to_have_text("새 소식")
    await page.get_by_role("link", name="ops").click()
    await live(page)
    await expect(page.locator(".mark-unread:visible")).to_have_count(0)


async def test_the_page_speaks_the_channels_language(page: Page, stage: Any) -> None:
    await page.goto(f"{stage.url}/channels/서비스")
    await live(page)
    await expect(page.locator("html")).to_have_attribute("lang", "ko")
    await expect(page.get_by_role("heading", name="아직 아무것도 없습니다")).to_be_visible()
    await expect(page.locator("#link-state")).to_have_text("실시간")


async def test_earlier_messages_are_fetched(page: Page, stage: Any) -> None:
    for number in range(45):
        await stage.post(f"message {number}")
    await page.reload()
    await expect(page.get_by_text("message 44", exact=True)).to_be_visible()
    await expect(page.locator(".entry")).to_have_count(40)
    await page.get_by_role("button", name="Show earlier messages").click()
    await expect(page.locator(".entry")).to_have_count(45)
    await expect(page.locator(".title").first).to_have_text("message 0")
    await expect(page.get_by_role("button", name="Show earlier messages")).to_have_count(0)


async def test_a_phone_has_the_channels_in_a_drawer(page: Page, stage: Any) -> None:
    await page.set_viewport_size({"width": 390, "height": 800})
    await stage.post("A rather long title that has to be broken over lines", blocks=(Text(text="x" * 500),))
    await expect(page.locator(".title")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    await expect(page.get_by_role("link", name="Deliveries")).to_be_hidden()
    await page.get_by_role("button", name="Menu").click()
    await expect(page.get_by_role("link", name="Deliveries")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("link", name="Deliveries")).to_be_hidden()
    await expect(page.get_by_role("button", name="Menu")).to_be_focused()


async def test_the_theme_is_kept(page: Page) -> None:
    before = await page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    await page.get_by_role("button", name="Dark or light").click()
    after = await page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert after != before
    await page.reload()
    assert await page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == after


async def test_signing_out_leads_to_the_sign_in_page(page: Page) -> None:
    await page.get_by_role("button", name="Sign out").click()
    await page.get_by_label("Your token").fill(TOKEN)
    await page.get_by_role("button", name="Sign in").click()
    await live(page)


async def test_nothing_that_is_said_runs(page: Page, stage: Any) -> None:
    evil = "<img src=x onerror=\"document.title='pwned'\"><script>document.title='pwned'</script>"
    await stage.post(evil, blocks=(Text(text=evil, markup=True), Code(text=evil)))
    await type_in(page, f"{evil} silence")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")
    await expect(page.locator(".said")).to_have_text(f"{evil} silence")
    assert await page.locator(".log img, .log script").count() == 0
    assert await page.title() == "ops · Bellhop"


async def test_without_an_upload_there_is_no_button(tmp_path: Path, chromium: Browser, stage_class: Any) -> None:
    stage = stage_class(tmp_path)
    full = stage.console()
    bare = Console(
        store=full.store,
        web=full.web,
        ears=full.ears,
        channels=full.channels,
        users=full.users,
        complete=full.complete,
        upload=None,
    )
    async with stage.running(bare):
        page = await chromium.new_page()
        await page.goto(f"{stage.url}/?token={TOKEN}")
        await live(page)
        assert await page.locator("[data-upload-open], #file").count() == 0
        await asyncio.wait_for(page.close(), 10)


async def test_who_reads_further_up_is_not_moved_but_told(page: Page, stage: Any) -> None:
    for number in range(15):
        await stage.post(f"message {number}", blocks=(Text(text="line\nline\nline"),))
    await expect(page.get_by_text("message 14", exact=True)).to_be_in_viewport()
    await page.evaluate("document.getElementById('scroll').scrollTop = 0")
    to_end = page.get_by_role("button", name="New messages")
    await expect(page.get_by_text("message 0", exact=True)).to_be_in_viewport()
    await stage.post("news")
    await expect(to_end).to_be_visible()
    await expect(page.get_by_text("message 0", exact=True)).to_be_in_viewport()
    await to_end.click()
    await expect(page.get_by_text("news", exact=True)).to_be_in_viewport()
    await expect(to_end).to_be_hidden()


async def test_a_thread_folds_away_and_says_what_is_in_it(page: Page, stage: Any) -> None:
    parent = await stage.post("Pipeline web-prod started")
    for title in ("Build passed", "Deploy passed"):
        await stage.ears.answer("ops", Message(title=title), parent.id)
    summary = page.locator(".thread > summary")
    await expect(summary).to_contain_text("2 replies")
    await summary.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Build passed")).to_be_hidden()
    await expect(summary.locator(".latest")).to_have_text("Deploy passed")

"""The whole story in a real browser against `bellhop demo`: upload, alarm, command, Show more."""

import asyncio
import re
from typing import Any

import boto3
import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

COMING = 45_000
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def arrive(page: Page, demo: Any) -> None:
    await page.goto(f"{demo.console}/?token={demo.token}")
    await expect(page.locator("#link-state")).to_have_attribute("data-state", "live", timeout=15_000)
    await expect(page).to_have_url(f"{demo.console}/channels/{demo.channel}")


async def test_an_upload_is_told_and_a_command_is_answered(demo: Any, chromium: Browser) -> None:
    context = await chromium.new_context(viewport={"width": 1280, "height": 900})
    page = await context.new_page()
    await arrive(page, demo)
    log = page.get_by_role("log")

    # A file by the button: the alarm, and who did what to which object.
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("button", name=f"Upload a file to {demo.bucket}").click()
    photo = FilePayload(name="휴가 사진.jpg", mimeType="image/jpeg", buffer=b"jpeg")
    await (await choosing.value).set_files(photo)
    await expect(page.locator("#problem")).to_contain_text(f"s3://{demo.bucket}/휴가 사진.jpg")
    alarm = log.locator(".entry", has=page.locator(".tone-bad")).first
    await expect(alarm.locator(".title")).to_contain_text("ALARM", timeout=COMING)
    deed = log.locator(".entry", has_text=f"uploaded s3://{demo.bucket}/휴가 사진.jpg")
    await expect(deed).to_contain_text("127.0.0.1", timeout=COMING)
    await expect(deed).to_contain_text("local-user")

    # A file from outside, by the AWS SDK, comes without a reload.
    await asyncio.to_thread(put_object, demo, "from-outside.txt")
    await expect(log.locator(".entry", has_text="from-outside.txt").first).to_be_visible(timeout=COMING)

    # A typed command, answered beneath in the seed's words, folded.
    await page.locator("textarea").press_sequentially(f"@aws lambda list-functions --region {demo.region}")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")
    answer = log.locator(".entry-person .replies .entry-bellhop").first
    await expect(answer).to_contain_text("I ran the read-only command in account 123456789012", timeout=COMING)
    await expect(answer).to_contain_text(re.compile(r"Functions \(\d+\):"))
    code = answer.locator(".fold pre")
    folded = await code.bounding_box()
    await answer.get_by_role("button", name="Show more").click()
    await expect(answer.get_by_role("button", name="Show less")).to_be_visible()
    unfolded = await code.bounding_box()
    assert folded is not None
    assert unfolded is not None
    assert unfolded["height"] > folded["height"]

    # The alarm recovers in its place.
    key = await alarm.get_attribute("id")
    recovered = page.locator(f"#{key}")
    await expect(recovered.locator(".tone-good")).to_be_visible(timeout=90_000)

    # Why was it told? The deliveries say.
    await page.get_by_role("link", name="Deliveries").click()
    await expect(page.locator(".records-table tbody tr", has_text="ALARM").first).to_contain_text("sent")
    await context.close()


def put_object(demo: Any, key: str) -> None:
    sdk: Any = boto3
    keys = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "x", "region_name": demo.region}
    client = sdk.Session(**keys).client("s3", endpoint_url=demo.aws_endpoint)
    client.put_object(Bucket=demo.bucket, Key=key, Body=b"hello")
    client.close()

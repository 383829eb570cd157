"""The picture follows the message: on every platform in its way, and never in the message's way."""

import asyncio
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import delete
from starlette.requests import Request
from starlette.responses import Response
from tests.pretend.chime import PretendChime

from bellhop.aws.charts import chart
from bellhop.channel import Channel
from bellhop.charts.figure import figure_of
from bellhop.console.pictures import PictureDoor
from bellhop.events.alarms import read
from bellhop.message import Message, Picture
from bellhop.noise.settings import NoiseSettings
from bellhop.pictures import KEPT
from bellhop.platforms.chime.client import Chime
from bellhop.platforms.web.client import Web
from bellhop.store import Store, tables
from bellhop.store.fates import list_deliveries, message_at
from bellhop.store.pictures import keep_picture, picture_at, signing_key
from bellhop.store.web import WebMessage, messages_after
from bellhop.unwrap import unwrap_all

from .conftest import ALARMS, PNG, TOPIC, Clients, CloudWatch, at_work, until

OPS = Channel(
    name="ops", platform="web", topics=(TOPIC,), timezone="Asia/Seoul", role="arn:aws:iam::111122223333:role/ops"
)


async def shown(store: Store) -> list[WebMessage]:
    return await store.read(messages_after("ops", None, 100))


def pictures(message: Message) -> list[Picture]:
    return [block for block in message.blocks if isinstance(block, Picture)]


async def fetched(store: Store, url: str) -> Response:
    where = urlsplit(url)
    name = where.path.removeprefix("/pictures/").removesuffix(".png")
    scope = {"type": "http", "path_params": {"name": name}, "query_string": where.query.encode()}
    return await PictureDoor(store).get(Request(scope))


async def seen(store: Store) -> WebMessage:
    """The only message, once it has a picture."""
    async with asyncio.timeout(10):
        while True:
            (message,) = await shown(store) or [None]
            if message and pictures(message.message):
                return message
            await asyncio.sleep(0.02)


async def test_the_consoles_message_gets_the_picture_and_stays_the_same_news(
    store: Store, cloudwatch: CloudWatch
) -> None:
    async with at_work(store, cloudwatch, OPS, Web(store)) as desk:
        cloudwatch.gate.clear()
        await desk.arrive("alarm")
        await until(lambda: cloudwatch.asked)
        (before,) = await shown(store)
        assert not pictures(before.message)  # it did not wait
        cloudwatch.gate.set()
        after = await seen(store)
    (picture,) = pictures(after.message)
    assert (after.id, after.state, after.message.title) == (before.id, "posted", before.message.title)
    assert after.changed > before.changed
    assert picture.alt == "Graph of AWS/Events Invocations (Sum), RuleName s3-watch until 2026-01-29 15:39:07 KST"
    assert len(await store.read(list_deliveries)) == 1
    unfolded = await store.read(lambda connection: message_at(connection, "ops", str(after.id)))
    assert unfolded is not None
    assert pictures(unfolded[1]) == [picture]


async def test_aws_is_asked_as_the_channels_role_in_the_alarms_region(store: Store, cloudwatch: CloudWatch) -> None:
    async with at_work(store, cloudwatch, OPS, Web(store)) as desk:
        await desk.arrive("alarm")
        await seen(store)
        (made,) = desk.clients.made
    assert made["service"] == "cloudwatch"
    assert made["region"] == "ap-northeast-2"
    assert made["role"] == OPS.role
    assert made["session_name"] == "bellhop-web-ops"
    ((operation, parameters),) = cloudwatch.asked
    assert operation == "GetMetricWidgetImage"
    assert json.loads(parameters["MetricWidget"])["timezone"] == "+0900"


async def test_the_link_serves_the_picture_to_nobody_else(store: Store, cloudwatch: CloudWatch) -> None:
    async with at_work(store, cloudwatch, OPS, Web(store)) as desk:
        await desk.arrive("alarm")
        (picture,) = pictures((await seen(store)).message)
    answer = await fetched(store, picture.url)
    assert (answer.status_code, bytes(answer.body)) == (200, PNG)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (await fetched(store, re.sub(r"signature=.", "signature=x", picture.url))).status_code == 403
    assert (await fetched(store, picture.url.partition("?")[0])).status_code == 403
    name = picture.url.removeprefix("/pictures/").partition(".")[0]
    await store.write(lambda connection: connection.execute(delete(tables.pictures)))
    assert (await fetched(store, picture.url)).status_code == 404
    assert (await fetched(store, picture.url.replace(name, "another"))).status_code == 403


async def test_where_aws_draws_none_it_is_drawn_here(store: Store, cloudwatch: CloudWatch) -> None:
    cloudwatch.refuses = {"GetMetricWidgetImage"}
    async with at_work(store, cloudwatch, OPS, Web(store)) as desk:
        await desk.arrive("percentile")
        (picture,) = pictures((await seen(store)).message)
        name = picture.url.removeprefix("/pictures/").partition(".")[0]
        content = await store.read(lambda connection: picture_at(connection, name, datetime.now(UTC)))
    assert content is not None
    assert content.startswith(PNG[:8])
    assert len(content) > 5000
    assert [operation for operation, _ in cloudwatch.asked] == ["GetMetricWidgetImage", "GetMetricData"]


async def test_where_neither_works_the_message_stands_without(store: Store, cloudwatch: CloudWatch) -> None:
    cloudwatch.refuses = {"GetMetricWidgetImage", "GetMetricData"}
    async with at_work(store, cloudwatch, OPS, Web(store)) as desk:
        await desk.arrive("alarm")
        await until(lambda: len(cloudwatch.asked) == 2)
        await until(lambda: desk.pictures.awaited == 0)
        (message,) = await shown(store)
    assert not pictures(message.message)


async def test_a_recovery_does_not_get_the_alarms_late_picture(store: Store, cloudwatch: CloudWatch) -> None:
    async with at_work(store, cloudwatch, OPS, Web(store)) as desk:
        cloudwatch.gate.clear()
        await desk.arrive("alarm")
        await until(lambda: cloudwatch.asked)
        await desk.arrive("ok")
        await until(lambda: len(cloudwatch.asked) == 2)
        cloudwatch.gate.set()
        message = await seen(store)
        await until(lambda: desk.pictures.awaited == 0)
        (message,) = await shown(store)
    assert message.message.title.startswith("OK")
    assert len(pictures(message.message)) == 1
    widgets = [json.loads(parameters["MetricWidget"]) for _, parameters in cloudwatch.asked]
    assert [widget["annotations"]["vertical"][0]["label"] for widget in widgets] == ["ALARM", "OK"]


async def test_a_storm_of_alarms_is_not_followed_by_a_storm_of_questions(store: Store, cloudwatch: CloudWatch) -> None:
    every = replace(OPS, noise=NoiseSettings(storm_count=0, backlog_count=0))
    async with at_work(store, cloudwatch, every, Web(store)) as desk:
        cloudwatch.gate.clear()
        for number in range(60):
            await desk.arrive("alarm", **{"alarm:s3-watch": f"alarm:s3-watch-{number}"})
        while len(await shown(store)) < 60:
            await asyncio.sleep(0.02)
        assert desk.pictures.awaited <= 40
        assert len(cloudwatch.asked) <= 2


async def test_chime_gets_a_link_if_it_can_be_reached(store: Store, cloudwatch: CloudWatch) -> None:
    async with PretendChime() as chime:
        room = Channel(name="ops", platform="chime", address=chime.url, topics=(TOPIC,))
        platform = Chime(allow_http=True)
        async with at_work(store, cloudwatch, room, platform, "https://bellhop.example.com/") as desk:
            await desk.arrive("alarm")
            await until(lambda: len(chime.contents) == 2)
        assert "Graph of" in chime.contents[1]
        assert "https://bellhop.example.com/pictures/" in chime.contents[1]


async def test_chime_gets_nothing_more_if_not(store: Store, cloudwatch: CloudWatch) -> None:
    async with PretendChime() as chime:
        room = Channel(name="ops", platform="chime", address=chime.url, topics=(TOPIC,))
        async with at_work(store, cloudwatch, room, Chime(allow_http=True)) as desk:
            await desk.arrive("alarm")
            await until(lambda: chime.contents)
            await until(lambda: desk.pictures.awaited == 0)
        assert len(chime.contents) == 1
        assert not cloudwatch.asked


async def test_pictures_are_forgotten_when_they_expire(store: Store) -> None:
    now = datetime.now(UTC)
    await store.write(lambda c: keep_picture(c, "old", "d", PNG, now - timedelta(seconds=1)))
    assert await store.read(lambda c: picture_at(c, "old", now)) is None
    await store.write(lambda c: keep_picture(c, "new", "d", PNG, now + KEPT))
    assert await store.read(lambda c: picture_at(c, "new", now)) == PNG
    assert await store.read(lambda c: picture_at(c, "old", now - timedelta(days=1))) is None


async def test_there_is_one_key_for_all(store: Store) -> None:
    keys = await asyncio.gather(*(store.write(signing_key) for _ in range(5)))
    assert len(set(keys)) == 1
    assert len(keys[0]) == 32


def test_another_accounts_metrics_are_asked_for_by_its_number(cloudwatch: CloudWatch) -> None:
    body = (ALARMS / "math.json").read_text().replace("111122223333", "444455556666")
    (event,) = unwrap_all(body.encode())
    figure = figure_of(read(event), "UTC")
    assert figure is not None
    chart(Clients(cloudwatch), figure)
    rows = json.loads(cloudwatch.asked[0][1]["MetricWidget"])["metrics"]
    assert [row[-1].get("accountId") for row in rows] == [None, "444455556666", "444455556666"]


@pytest.mark.parametrize("buttons", [True, False])
async def test_news_bears_buttons_where_the_channel_has_them(
    store: Store, cloudwatch: CloudWatch, *, buttons: bool
) -> None:
    async with at_work(store, cloudwatch, replace(OPS, buttons=buttons), Web(store)) as desk:
        await desk.arrive("percentile")
        message = (await seen(store)).message
    labels = [action.label for action in message.actions]
    assert labels[:4] == (["Show logs", "Show error logs", "Alarm history", "Describe alarm"] if buttons else [])

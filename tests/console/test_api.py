"""The API by real HTTP, as DESIGN §5 contracts it."""

import asyncio
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from sqlalchemy import Connection, Table, insert

from bellhop.console.bodies import object_key
from bellhop.message import Code, Message, Text
from bellhop.store.messages import dump_message
from bellhop.store.tables import channels, deliveries

Json = Any
MESSAGES = "/api/channels/ops/messages"


async def get(http: aiohttp.ClientSession, path: str, status: int = 200) -> Json:
    async with http.get(path) as response:
        assert response.status == status, await response.text()
        return await response.json()


async def post(http: aiohttp.ClientSession, path: str, value: Json, status: int) -> Json:
    async with http.post(path, json=value) as response:
        assert response.status == status, await response.text()
        return await response.json()


async def put(stage: Any, table: Table, **values: object) -> None:
    def work(connection: Connection) -> None:
        connection.execute(insert(table).values(**values))

    await stage.store.write(work)


async def until(look: Callable[[], Any], what: str) -> Any:
    end = asyncio.get_running_loop().time() + 10
    while asyncio.get_running_loop().time() < end:
        if found := await look():
            return found
        await asyncio.sleep(0.01)
    raise AssertionError(f"never saw {what}")


async def test_a_message_is_listed_as_contracted(stage: Any, http: aiohttp.ClientSession) -> None:
    receipt = await stage.post("ALARM: 요금", blocks=(Text(text="<b>too much</b>"), Code(text="a: 1", fold=True)))

    (message,) = await get(http, MESSAGES)

    assert message["id"] == int(receipt.id)
    assert datetime.fromisoformat(message["ts"]).utcoffset() == timedelta(0)
    assert message["thread"] is None
    assert (message["type"], message["state"], message["title"]) == ("answer", "posted", "ALARM: 요금")
    assert message["text"] == "ALARM: 요금\n<b>too much</b>\na: 1"


async def test_after_gives_what_came_later(stage: Any, http: aiohttp.ClientSession) -> None:
    receipts = [await stage.post(f"m{n}") for n in range(3)]
    assert [m["title"] for m in await get(http, f"{MESSAGES}?after={receipts[0].id}")] == ["m1", "m2"]
    assert [m["title"] for m in await get(http, f"{MESSAGES}?after=0")] == ["m0", "m1", "m2"]
    assert await get(http, f"{MESSAGES}?after={receipts[2].id}") == []


async def test_what_is_said_is_heard_and_answered_in_its_thread(stage: Any, http: aiohttp.ClientSession) -> None:
    said = await post(http, MESSAGES, {"text": "@aws lambda list-functions"}, 202)

    async def both() -> Json:
        messages = await get(http, MESSAGES)
        return messages if len(messages) == 2 else None

    person, answer = await until(both, "the answer")
    (ask,) = stage.ears.asked
    assert ask.id == said["id"]
    assert (ask.channel, ask.name, ask.thread) == ("ops", "woochul", str(person["id"]))
    assert person["id"] == said["message"]
    assert (person["type"], person["author"], person["text"]) == ("person", "woochul", "@aws lambda list-functions")
    assert (answer["type"], answer["thread"]) == ("answer", person["id"])
    assert answer["text"].startswith("@woochul I ran the read-only command in account 123456789012:\n")


async def test_a_slow_answer_does_not_hold_up_the_asker(stage: Any, http: aiohttp.ClientSession) -> None:
    stage.ears.hold.clear()
    await post(http, MESSAGES, {"text": "@aws lambda list-functions"}, 202)
    assert [m["type"] for m in await get(http, MESSAGES)] == ["person"]
    stage.ears.hold.set()


async def test_a_press_reaches_the_ears_with_its_place(stage: Any, http: aiohttp.ClientSession) -> None:
    parent = await stage.post("question")
    reply = await stage.ears.answer("ops", Message(title="which?"), parent.id)

    body = {"message": int(reply.id), "action": "run", "value": "q-1"}
    assert await post(http, "/api/channels/ops/press", body, 200) == {"notice": ""}
    body = {"message": reply.id, "action": "gone"}
    assert await post(http, "/api/channels/ops/press", body, 200) == {"notice": "That button is too old."}

    first, second = stage.ears.pressed
    assert (first.channel, first.name, first.action, first.value) == ("ops", "woochul", "run", "q-1")
    assert (first.message, first.thread) == (reply.id, parent.id)
    assert second.value == ""


async def test_channels_are_listed_with_why_one_is_switched_off(stage: Any, http: aiohttp.ClientSession) -> None:
    until_then = datetime(2026, 1, 1, tzinfo=UTC)
    await put(stage, channels, name="dev-slack", held_until=until_then, broken="archived")
    receipt = await stage.post("hello")

    ops, service, slack = await get(http, "/api/channels")
    assert (ops["name"], ops["platform"], ops["last"], ops["broken"]) == ("ops", "web", int(receipt.id), "")
    assert (service["name"], service["locale"], service["last"]) == ("서비스", "ko", None)
    assert (slack["platform"], slack["broken"]) == ("slack", "archived")
    assert "C012345" not in json.dumps([ops, service, slack])


async def test_deliveries_say_what_became_of_an_event(stage: Any, http: aiohttp.ClientSession) -> None:
    now = datetime.now(UTC)
    for number, state in enumerate(("sent", "silent")):
        await put(
            stage,
            deliveries,
            id=f"d{number}",
            channel="dev-slack",
            type="s3.api_call",
            message=dump_message(Message(title=f"title {number}")),
            state=state,
            reason="muted by ops" if state == "silent" else "",
            created=now,
            due=now,
        )

    assert {d["id"] for d in await get(http, "/api/deliveries")} == {"d0", "d1"}
    (silent,) = await get(http, "/api/deliveries?state=silent&channel=dev-slack&limit=5")
    assert (silent["id"], silent["title"], silent["why"]) == ("d1", "title 1", "muted by ops")
    assert (await get(http, "/api/deliveries/d1"))["why"] == "muted by ops"
    assert "no-such" in (await get(http, "/api/deliveries/no-such", 404))["error"]
    assert "pending" in (await get(http, "/api/deliveries?state=lost", 400))["fix"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [("@aws l", ["lambda", "logs"]), ("lambda list", ["list-functions", "list-tags"]), ("@aws nothing", [])],
)
async def test_completion_ends_the_last_word(http: aiohttp.ClientSession, typed: str, words: list[str]) -> None:
    async with http.get("/api/complete", params={"text": typed}) as response:
        assert [found["word"] for found in await response.json()] == words


async def upload(http: aiohttp.ClientSession, name: str, content: bytes) -> tuple[int, Json]:
    form = aiohttp.FormData(quote_fields=False)  # as browsers do
    form.add_field("file", io.BytesIO(content), filename=name, content_type="application/octet-stream")
    async with http.post("/api/upload", data=form) as response:
        return response.status, await response.json()


async def test_an_upload_goes_to_the_bucket(stage: Any, http: aiohttp.ClientSession) -> None:
    answer = {"bucket": "demo-photos", "key": "휴가 사진.jpg", "size": 7}
    assert await upload(http, "../휴가 사진.jpg", b"content") == (201, answer)
    assert stage.uploads == {"휴가 사진.jpg": b"content"}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("photo.jpg", "photo.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\photos\\me.png", "me.png"),
        ("\u1112\u1172\u1100\u1161.jpg", "휴가.jpg"),
        ("a\u202eb\x07c.txt", "abc.txt"),
        ("...", "upload"),
        ("", "upload"),
        ("x" * 500, "x" * 200),
    ],
)
def test_a_key_is_a_tidy_file_name(name: str, key: str) -> None:
    assert object_key(name) == key


async def test_what_can_not_be_uploaded_is_refused(stage: Any, http: aiohttp.ClientSession) -> None:
    status, body = await upload(http, "big", bytes(17 * 1024 * 1024))
    assert (status, body["fix"]) == (413, "use `aws s3 cp` for large files")
    async with http.post("/api/upload", data={"file": "no file"}) as response:
        assert response.status == 400
    async with http.post("/api/upload", data=b"--", headers={"Content-Type": "multipart/form-data; boundary=x"}) as r:
        assert r.status == 400
    assert stage.uploads == {}


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 400, "JSON"),
        (b"{", 400, "JSON"),
        (b"\xff\xfe", 400, "JSON"),
        (b"[1]", 400, "JSON object"),
        (b"{}", 400, "text"),
        (b'{"text": "  "}', 400, "text"),
        (b'{"text": 5}', 400, "text"),
        (b"[" * 200 + b"]" * 200, 400, "nested"),
        (b'{"text": "' + b"x" * 10_001 + b'"}', 413, "10,000"),
        (b'{"text": "' + b"x" * 70_000 + b'"}', 413, "65,536"),
    ],
)
async def test_a_body_that_says_nothing_is_refused(
    stage: Any, http: aiohttp.ClientSession, body: bytes, status: int, said: str
) -> None:
    async with http.post(MESSAGES, data=body) as response:
        answer = await response.json()
        assert response.status == status
        assert said in answer["error"]
        assert answer["fix"]
    assert stage.ears.asked == []
    assert await get(http, MESSAGES) == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/channels/nope/messages", 404),
        ("/api/channels/dev-slack/messages", 409),
        (f"{MESSAGES}?after=x", 400),
        (f"{MESSAGES}?after={10**30}", 400),
        (f"{MESSAGES}?after=-1", 400),
        ("/api/deliveries?limit=many", 400),
    ],
)
async def test_wrong_questions_get_a_reason_and_a_fix(http: aiohttp.ClientSession, path: str, status: int) -> None:
    answer = await get(http, path, status)
    assert answer["error"]
    assert answer["fix"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"message": "1"}, 400),
        ({"message": "x", "action": "run"}, 400),
        ({"message": 999, "action": "run"}, 404),
    ],
)
async def test_a_press_on_nothing_is_refused(http: aiohttp.ClientSession, body: Json, status: int) -> None:
    assert (await post(http, "/api/channels/ops/press", body, status))["fix"]


async def test_a_message_of_another_channel_cannot_be_pressed(stage: Any, http: aiohttp.ClientSession) -> None:
    receipt = await stage.post("hello", channel="서비스")
    await post(http, "/api/channels/ops/press", {"message": receipt.id, "action": "run"}, 404)
    assert stage.ears.pressed == []


async def test_a_store_in_trouble_is_a_503(stage: Any, http: aiohttp.ClientSession) -> None:
    stage.store.close()
    async with http.post(MESSAGES, json={"text": "@aws help"}) as response:
        assert response.status == 503
        assert response.headers["Retry-After"] == "1"
        assert (await response.json())["fix"] == "try again"
    stage.store.__init__(stage.store.url)
    stage.store.open()

"""The download of an answer's file: signed, for its channel, for a day, saved and never shown."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bellhop.console.files import FileDoor
from bellhop.pictures.links import file_path
from bellhop.store import Store
from bellhop.store.files import KeptFile, keep_file
from bellhop.store.pictures import signing_key

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path}/bellhop.db")
    store.open()
    yield store
    store.close()


async def get(store: Store, link: str) -> Response:
    """What the door answers to a link."""
    where = urlsplit(link)
    _, _, channel, name = where.path.split("/")
    params = {"channel": channel, "id": name}
    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "headers": [],
        "path_params": params,
        "query_string": where.query.encode(),
    }
    return await FileDoor(store).get(Request(scope))


async def kept(store: Store, *, until: datetime = NOW + DAY, name: str = "보고서.csv") -> bytes:
    file = KeptFile(id="f1", channel="ops", name=name, content=b"<script>", made=until - DAY, expires=until)
    await store.write(lambda c: keep_file(c, file))
    return await store.write(signing_key)


async def test_a_file_is_saved_and_never_shown(store: Store) -> None:
    key = await kept(store)
    answer = await get(store, file_path("f1", "ops", NOW + DAY, key))
    assert (answer.status_code, answer.body) == (200, b"<script>")
    disposition = "attachment; filename*=UTF-8''%EB%B3%B4%EA%B3%A0%EC%84%9C.csv"
    assert answer.headers["Content-Disposition"] == disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


async def test_an_objects_html_is_no_page(store: Store) -> None:
    key = await kept(store, name="index.html")
    assert (await get(store, file_path("f1", "ops", NOW + DAY, key))).headers[
        "Content-Type"
    ] == "application/octet-stream"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/ops/", "/quiet/"),
        ("/f1", "/f2"),
        ("signature=", "signature=0"),
        ("expires=", "expires=9"),
        ("expires=", "x="),
    ],
)
async def test_a_changed_link_is_none(store: Store, old: str, new: str) -> None:
    key = await kept(store)
    assert (await get(store, file_path("f1", "ops", NOW + DAY, key).replace(old, new))).status_code == 403


async def test_a_link_and_its_file_expire(store: Store) -> None:
    key = await kept(store, until=NOW - timedelta(seconds=1))
    assert (await get(store, file_path("f1", "ops", NOW - timedelta(seconds=1), key))).status_code == 403
    assert (await get(store, file_path("f1", "ops", NOW + DAY, key))).status_code == 404


async def test_another_channels_link_does_not_open_it(store: Store) -> None:
    key = await kept(store)
    assert (await get(store, file_path("f1", "quiet", NOW + DAY, key))).status_code == 404

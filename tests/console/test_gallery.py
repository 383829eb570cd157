"""The gallery's page."""

import aiohttp
import pytest

from bellhop.gallery.samples import samples


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", 'class="slack"'),
        ("?platform=web&language=ko", 'class="msg tone-'),
        ("?platform=all", 'class="look look-chime"'),
        ("?platform=x&language=y", 'class="slack"'),
    ],
)
async def test_it_shows_all_samples(
    stage: object, browser_http: aiohttp.ClientSession, query: str, wanted: str
) -> None:
    del stage
    async with browser_http.get("/", params={"token": "open-sesame"}):
        pass
    async with browser_http.get(f"/gallery{query}") as response:
        page = await response.text()
    assert response.status == 200
    assert page.count('class="card-sample"') == len(samples())
    assert wanted in page
    assert 'aria-current="true"' in page


async def test_only_who_has_signed_in_sees_it(stage: object, browser_http: aiohttp.ClientSession) -> None:
    del stage
    async with browser_http.get("/gallery") as response:
        assert response.status == 401

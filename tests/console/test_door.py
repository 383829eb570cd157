"""Who may come in, and what a browser is protected from."""

from typing import Any

import aiohttp
import pytest

from bellhop.message import Action, Code, Fact, Facts, Link, Message, Picture, Table, Text

TOKEN = "open-sesame"
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`"


async def sign_in(stage: Any, browser: aiohttp.ClientSession) -> None:
    async with browser.get("/", params={"token": TOKEN}) as response:
        assert response.status == 200
        assert response.url.path == "/channels/ops"
        assert "token" not in str(response.url)


@pytest.mark.parametrize("path", ["/api/channels", "/api/deliveries", "/api/channels/ops/messages", "/api/complete"])
@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer wrong", "Bearer open-sesam", "Basic open-sesame", "열려라"]
)
async def test_no_token_no_answer(
    stage: Any, browser_http: aiohttp.ClientSession, path: str, authorization: str
) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    async with browser_http.get(path, headers=headers) as response:
        assert response.status == 401
        assert response.headers["WWW-Authenticate"] == "Bearer"
        assert "Bearer" in (await response.json())["fix"]


async def test_a_wrong_token_is_not_made_up_for_by_a_cookie(stage: Any, browser_http: aiohttp.ClientSession) -> None:
    await sign_in(stage, browser_http)
    async with browser_http.get("/api/channels", headers={"Authorization": "Bearer wrong"}) as response:
        assert response.status == 401


async def test_a_link_with_a_token_signs_in_and_cleans_the_address(
    stage: Any, browser_http: aiohttp.ClientSession
) -> None:
    async with browser_http.get("/", params={"token": TOKEN}, allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (303, "/")
        cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert TOKEN not in cookie
    async with browser_http.get("/") as response:
        assert "woochul" in await response.text()


async def test_without_a_token_the_page_asks_for_one(stage: Any, browser_http: aiohttp.ClientSession) -> None:
    async with browser_http.get("/channels/ops") as response:
        text = await response.text()
        assert response.status == 401
        assert 'type="password"' in text
        assert 'value="/channels/ops"' in text
        assert "dev-slack" not in text


async def test_the_sign_in_page_takes_a_token_and_leads_back(stage: Any, browser_http: aiohttp.ClientSession) -> None:
    form, headers = {"token": f" {TOKEN} ", "next": "/deliveries"}, {"Origin": stage.url}
    async with browser_http.post("/sign-in", data=form, headers=headers) as response:
        assert (response.status, response.url.path) == (200, "/deliveries")


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
async def test_signing_in_leads_nowhere_else(stage: Any, browser_http: aiohttp.ClientSession, where: str) -> None:
    form, headers = {"token": TOKEN, "next": where}, {"Origin": stage.url}
    async with browser_http.post("/sign-in", data=form, headers=headers, allow_redirects=False) as response:
        assert response.headers["Location"] == "/"


@pytest.mark.parametrize("token", ["wrong", "", "open-sesame\x00", "열려라 참깨"])
async def test_a_wrong_token_is_told_so(stage: Any, browser_http: aiohttp.ClientSession, token: str) -> None:
    async with browser_http.post("/sign-in", data={"token": token}, headers={"Origin": stage.url}) as response:
        assert response.status == 401
        assert "console.users" in await response.text()
        assert "Set-Cookie" not in response.headers


async def test_signing_out_takes_the_cookie(stage: Any, browser_http: aiohttp.ClientSession) -> None:
    await sign_in(stage, browser_http)
    async with browser_http.post("/sign-out", headers={"Origin": stage.url}) as response:
        assert response.status == 401
    async with browser_http.get("/api/channels") as response:
        assert response.status == 401


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"}]
)
@pytest.mark.parametrize("path", ["/api/channels/ops/messages", "/api/channels/ops/press", "/api/upload", "/sign-out"])
async def test_another_sites_page_can_change_nothing(
    stage: Any, browser_http: aiohttp.ClientSession, headers: dict[str, str], path: str
) -> None:
    await sign_in(stage, browser_http)
    async with browser_http.post(path, json={"text": "@aws help"}, headers=headers) as response:
        assert response.status == 403
    assert stage.ears.asked == []


async def test_our_own_page_may_post_with_its_cookie(stage: Any, browser_http: aiohttp.ClientSession) -> None:
    await sign_in(stage, browser_http)
    headers = {"Origin": stage.url}
    async with browser_http.post(
        "/api/channels/ops/messages", json={"text": "@aws silence"}, headers=headers
    ) as answer:
        assert answer.status == 202
    assert [ask.name for ask in stage.ears.asked] == ["woochul"]


async def test_a_program_with_a_token_needs_no_origin(stage: Any, http: aiohttp.ClientSession) -> None:
    async with http.post("/api/channels/ops/messages", json={"text": "@aws silence"}) as response:
        assert response.status == 202


async def test_a_link_from_elsewhere_finds_the_signed_in(stage: Any, browser_http: aiohttp.ClientSession) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    async with browser_http.get("/channels/ops", headers=headers) as response:
        assert 'http-equiv="refresh"' in await response.text()


@pytest.mark.parametrize(
    "path", ["/", "/channels/ops", "/deliveries", "/api/channels", "/static/main.js", "/channels/nope"]
)
async def test_every_answer_wears_the_headers_that_keep_a_browser_safe(
    stage: Any, browser_http: aiohttp.ClientSession, path: str
) -> None:
    await sign_in(stage, browser_http)
    async with browser_http.get(path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["Cache-Control"] in ("no-store", "no-cache")


async def test_nothing_that_is_said_becomes_markup(stage: Any, browser_http: aiohttp.ClientSession) -> None:
    await stage.post(
        EVIL,
        blocks=(
            Text(text=EVIL),
            Text(text=EVIL, markup=True),
            Code(text=EVIL),
            Facts(items=(Fact(label=EVIL, value=EVIL, url="javascript:alert(1)"),)),
            Table(heads=(EVIL,), rows=((EVIL,),)),
            Picture(url="javascript:alert(1)", alt=EVIL),
        ),
        links=(Link(label=EVIL, url="data:text/html,x"),),
        actions=(Action(label=EVIL, name="say", value=EVIL),),
        footer=EVIL,
    )
    await stage.web.say(stage.channels[0], EVIL, f"@aws {EVIL} silence")
    await sign_in(stage, browser_http)
    async with browser_http.get("/channels/ops") as response:
        page = await response.text()
    assert page.count("alert(1)") > 10
    assert "<script>alert" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert 'href="data' not in page


async def test_an_unknown_channel_is_a_page_with_a_way_on(stage: Any, browser_http: aiohttp.ClientSession) -> None:
    await sign_in(stage, browser_http)
    async with browser_http.get(f"/channels/{EVIL.replace('/', '')}") as response:
        text = await response.text()
        assert response.status == 404
        assert "there is no channel" in text
        assert "<img" not in text


async def test_the_page_runs_no_inline_script(stage: Any, browser_http: aiohttp.ClientSession) -> None:
    await stage.ears.answer("ops", Message(title="hello"))
    await sign_in(stage, browser_http)
    async with browser_http.get("/channels/ops") as response:
        page = await response.text()
    scripts = page.split("<script")[1:]
    assert scripts
    assert all(
        ' src="/static/' in one.split(">")[0] or 'type="application/json"' in one.split(">")[0] for one in scripts
    )
    assert not [word for word in (" onclick=", " onload=", " onerror=", " style=", "hx-on") if word in page]

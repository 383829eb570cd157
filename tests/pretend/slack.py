"""A pretend Slack on loopback: the Web API's methods that Bellhop calls, Socket Mode, and faults on demand.

`async with PretendSlack() as slack:` starts it on a free port; `slack.base_url` is what the driver is given.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlencode

from aiohttp import WSMsgType, web
from tests.pretend.blockkit import problems

Json = dict[str, Any]
BOT = "U0BOT"
SCOPES = (
    "app_mentions:read,channels:history,channels:read,chat:write,files:write,groups:history,groups:read,"
    "usergroups:read,users:read"
)


@dataclass(kw_only=True)
class Fault:
    """What goes wrong with one call.

    Args:
        error: answer `{"ok": false, "error": …}`.
        status: answer with this HTTP status; 429 with Retry-After.
        retry_after: seconds, in the header of a 429.
        reset: hang up without an answer, after taking the message if `taken`.
        delay: seconds before anything happens.
        taken: the message is posted before the fault shows.
        text: the body of an answer with a status, of the content type `kind`.
    """

    error: str = ""
    status: int = 0
    retry_after: int = 7
    reset: bool = False
    delay: float = 0
    taken: bool = False
    text: str = "upstream trouble"
    kind: str = "text/html"


@dataclass
class PretendSlack:
    """Slack, as far as Bellhop knows it. Messages, calls and what was whispered can be read from its lists."""

    token: str = "xoxb-test"
    app_token: str = "xapp-test"
    signing_secret: str = "shh"
    scopes: str = SCOPES
    strict: bool = True
    page: int = 200
    channels: list[str] = field(default_factory=lambda: ["C01OPS"])
    about: Json = field(default_factory=dict[str, Any])
    people: dict[str, str] = field(default_factory=lambda: {"U01ALICE": "alice"})
    messages: list[Json] = field(default_factory=list[Json])
    whispers: list[Json] = field(default_factory=list[Json])
    calls: list[tuple[str, Json]] = field(default_factory=list[tuple[str, Json]])
    faults: dict[str, list[Fault]] = field(default_factory=dict[str, list[Fault]])
    sockets: list[web.WebSocketResponse] = field(default_factory=list[web.WebSocketResponse])
    acknowledged: list[str] = field(default_factory=list[str])
    base_url: str = ""
    _runner: web.AppRunner | None = None
    _serial: int = 0

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/socket/{ticket}", self._socket)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.base_url = f"http://127.0.0.1:{port}/api/"
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket in self.sockets:
            await socket.close()
        if self._runner:
            await self._runner.cleanup()

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of a method go wrong, one fault each."""
        self.faults.setdefault(method, []).extend(faults)

    async def until(self, condition: Callable[[], object], seconds: float = 5) -> None:
        """Waits until a condition holds; what happens here may be seen by others a little later."""
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.02)

    # What a person does

    async def say(self, text: str, *, user: str = "U01ALICE", channel: str = "C01OPS", **more: Any) -> Json:
        """Somebody mentions the bot; gives the event's envelope, which can be sent again."""
        event = {"type": "app_mention", "user": user, "text": text, "ts": self._ts(), "channel": channel, **more}
        return await self.push("events_api", self.event(event))

    async def press(self, message: Json, action: str, *, user: str = "U01ALICE") -> Json:
        """Somebody presses the button of a posted message whose action id contains `action`."""
        return await self.push("interactive", self.pressed(message, action, user=user))

    def event(self, event: Json) -> Json:
        """An Events API payload around an event."""
        self._serial += 1
        return {
            "type": "event_callback",
            "team_id": "T01",
            "api_app_id": "A01",
            "event_id": f"Ev{self._serial}",
            "event_time": int(time.time()),
            "event": event,
            "authorizations": [{"team_id": "T01", "user_id": BOT, "is_bot": True}],
        }

    def pressed(self, message: Json, action: str, *, user: str = "U01ALICE") -> Json:
        """The payload of a pressed button."""
        buttons = [one for block in message["blocks"] if block["type"] == "actions" for one in block["elements"]]
        button = next(one for one in buttons if action in one["action_id"])
        return {
            "type": "block_actions",
            "team": {"id": "T01"},
            "user": {"id": user, "username": user, "team_id": "T01"},
            "api_app_id": "A01",
            "container": {"type": "message", "message_ts": message["ts"], "channel_id": message["channel"]},
            "channel": {"id": message["channel"], "name": "ops"},
            "message": message,
            "trigger_id": "1.2.3",
            "response_url": "http://127.0.0.1:9/never",
            "actions": [{**button, "action_ts": self._ts(), "block_id": "b"}],
        }

    async def push(self, kind: str, payload: Json, envelope: str = "") -> Json:
        """Sends an envelope down the newest socket and waits for its acknowledgement."""
        self._serial += 1
        sent: Json = {
            "envelope_id": envelope or f"env{self._serial}",
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind == "interactive",
        }
        await self.until(lambda: any(not socket.closed for socket in self.sockets))
        before = self.acknowledged.count(sent["envelope_id"])
        await next(socket for socket in reversed(self.sockets) if not socket.closed).send_json(sent)
        await self.until(lambda: self.acknowledged.count(sent["envelope_id"]) > before)
        return sent

    def signed(self, body: str, *, secret: str = "", at: int | None = None) -> dict[str, str]:
        """The headers of a signed request (https://docs.slack.dev/authentication/verifying-requests-from-slack/)."""
        stamp = str(int(time.time()) if at is None else at)
        key = (secret or self.signing_secret).encode()
        digest = hmac.new(key, f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        kind = "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}", "Content-Type": kind}

    @staticmethod
    def form(payload: Json) -> str:
        """An interaction's body over HTTP."""
        return urlencode({"payload": json.dumps(payload)})

    # What Slack does

    def _ts(self) -> str:
        self._serial += 1
        return f"{time.time():.4f}{self._serial % 100:02d}"

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        body = await request.read()
        json_body = "json" in request.content_type and body
        arguments: Json = json.loads(body) if json_body else {**request.query, **dict(await request.post())}
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.calls.append((method, arguments))
        queue = self.faults.get(method)
        fault = queue.pop(0) if queue else Fault()
        await asyncio.sleep(fault.delay)
        answer = {"ok": False, "error": fault.error}
        if fault.taken or not (fault.error or fault.status or fault.reset):
            answer = await self._answer(method, arguments, token)
        if fault.reset:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if fault.status == 429:
            headers = {"Retry-After": str(fault.retry_after)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        if fault.status:
            return web.Response(status=fault.status, text=fault.text, content_type=fault.kind)
        return web.json_response(answer, headers={"X-OAuth-Scopes": self.scopes})

    async def _answer(self, method: str, arguments: Json, token: str) -> Json:
        answers: dict[str, Callable[[Json], Json | Awaitable[Json]]] = {
            "auth.test": self._whoami,
            "apps.connections.open": lambda _: {"url": self.base_url.replace("/api/", "/socket/ticket")},
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "chat.postEphemeral": self._whisper,
            "conversations.history": self._history,
            "conversations.info": self._info,
            "conversations.replies": self._replies,
            "users.info": self._person,
        }
        if method not in answers:
            return {"ok": False, "error": "unknown_method"}
        if token != (self.app_token if method == "apps.connections.open" else self.token):
            return {"ok": False, "error": "invalid_auth"}
        answer = answers[method](arguments)
        return {"ok": True, **(answer if isinstance(answer, dict) else await answer)}

    def _whoami(self, _: Json) -> Json:
        return {
            "url": "https://t.slack.com/",
            "team": "T",
            "team_id": "T01",
            "user": "bellhop",
            "user_id": BOT,
            "bot_id": "B0",
        }

    def _refused(self, arguments: Json) -> str:
        if arguments["channel"] not in self.channels:
            return "channel_not_found"
        return "invalid_blocks" if self.strict and problems(arguments) else ""

    def _post(self, arguments: Json) -> Json:
        if error := self._refused(arguments):
            return {"ok": False, "error": error}
        message = {"type": "message", "user": BOT, "bot_id": "B0", "ts": self._ts(), **arguments}
        parent = next((one for one in self.messages if one["ts"] == arguments.get("thread_ts")), None)
        if parent:
            parent["latest_reply"] = message["ts"]
        self.messages.append(message)
        return {"ts": message["ts"], "channel": arguments["channel"], "message": message}

    def _update(self, arguments: Json) -> Json:
        if error := self._refused(arguments):
            return {"ok": False, "error": error}
        message = next((one for one in self.messages if one["ts"] == arguments["ts"]), None)
        if message is None:
            return {"ok": False, "error": "message_not_found"}
        message.update({"blocks": [], **arguments, "edited": {"user": BOT, "ts": self._ts()}})
        return {"ts": message["ts"], "channel": arguments["channel"], "text": arguments["text"]}

    def _whisper(self, arguments: Json) -> Json:
        self.whispers.append(arguments)
        return {"message_ts": self._ts()}

    def _info(self, arguments: Json) -> Json:
        if arguments["channel"] not in self.channels:
            return {"ok": False, "error": "channel_not_found"}
        return {"channel": {"name": "ops", "is_member": True, "is_archived": False, **self.about}}

    def _history(self, arguments: Json) -> Json:
        return self._listed(arguments, [one for one in self.messages if "thread_ts" not in one][::-1])

    def _replies(self, arguments: Json) -> Json:
        thread = arguments["ts"]
        return self._listed(arguments, [one for one in self.messages if thread in (one["ts"], one.get("thread_ts"))])

    def _listed(self, arguments: Json, messages: list[Json]) -> Json:
        recent = [one for one in messages if float(one["ts"]) >= float(arguments.get("oldest", 0))]
        if arguments.get("include_all_metadata") not in ("1", "true", True):
            recent = [{key: value for key, value in one.items() if key != "metadata"} for one in recent]
        start = int(arguments.get("cursor") or 0)
        end = start + min(self.page, int(arguments.get("limit", 100)))
        cursor = str(end) if end < len(recent) else ""
        return {"messages": recent[start:end], "has_more": bool(cursor), "response_metadata": {"next_cursor": cursor}}

    def _person(self, arguments: Json) -> Json:
        name = self.people.get(arguments["user"])
        if name is None:
            return {"ok": False, "error": "user_not_found"}
        return {"user": {"id": arguments["user"], "name": name, "profile": {"display_name": name, "real_name": name}}}

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.sockets.append(socket)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.acknowledged.append(str(json.loads(message.data).get("envelope_id")))
        return socket

"""An AWS that answers everything and writes down what it was asked, by whom: the only place that commands may reach."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_SCOPE = re.compile(r"Credential=([^/]+)/\d{8}/([^/]+)/([^/]+)/aws4_request")
_XML_SERVICES = frozenset({"s3", "route53", "cloudfront"})
_FUNCTION = re.compile(r"/20\d\d-\d\d-\d\d/functions/([^/]+)(/invocations)?$")
HOSTILE_NAMES = (
    "open-1",
    "secret-db",
    "--endpoint-url=http://127.0.0.1:9",
    "$(id)",
    "open-1' --qualifier 'x",
    "file:///etc/passwd",
    "arn:aws:lambda:us-east-1:111122223333:function:secret-db",
)
"""What the account's functions are called: whoever names them may be an attacker too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request, as it came over the wire.

    Args:
        role: ARN of the role that signed it; empty = the base credentials.
        session: the role session's name, which tells the person.
        region: as signed.
        service: as signed.
        operation: the API's name of it, or method and path where this AWS does not know it.
        target: the function, bucket or instances that it is about, or empty.
    """

    role: str
    session: str
    region: str
    service: str
    operation: str
    target: str


class Endpoint:
    """Listens on loopback from the beginning to the end of the process."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.raw: list[bytes] = []
        self._sessions: dict[str, tuple[str, str]] = {}
        self._lock = threading.Lock()
        endpoint = self

        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                kind, said = endpoint.take(self.command, self.path, dict(self.headers), body)
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(said)))
                if kind == "application/cbor":
                    self.send_header("smithy-protocol", "rpc-v2-cbor")
                self.end_headers()
                self.wfile.write(said)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = answer  # noqa: N815  # http.server's names

            def log_message(self, *_: Any) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]  # it says nothing
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def take(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> tuple[str, bytes]:
        """Writes a request down; gives the content type and the body of its answer."""
        lowered = {name.lower(): value for name, value in headers.items()}
        scope = _SCOPE.search(lowered.get("authorization", ""))
        key, region, service = scope.groups() if scope else ("", "", "")
        form = dict(parse_qsl(body.decode(errors="replace"))) if b"Action=" in body else {}
        operation, target = _named(method, path, lowered, body, form)
        with self._lock:
            role, session = self._sessions.get(key, ("", ""))
            self.raw.append(b"\n".join((path.encode(), str(lowered).encode(), body)))
            one = Asked(role=role, session=session, region=region, service=service, operation=operation, target=target)
            self.asked.append(one)
            if operation == "AssumeRole":
                return "text/xml", self._assumed(form)
        return _answer(operation, service, lowered)

    def _assumed(self, form: Mapping[str, str]) -> bytes:
        key = f"ASIA{len(self._sessions):016d}"
        self._sessions[key] = (form["RoleArn"], form["RoleSessionName"])
        return (
            "<AssumeRoleResponse><AssumeRoleResult><Credentials>"
            f"<AccessKeyId>{key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
            "<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"
        ).encode()


def _named(method: str, path: str, headers: Mapping[str, str], body: bytes, form: Mapping[str, str]) -> tuple[str, str]:
    """The operation and what it is about."""
    if target := headers.get("x-amz-target"):
        return target.rpartition(".")[2], _target_of(body)
    if form:
        return form["Action"], ",".join(value for name, value in form.items() if name.startswith("InstanceId."))
    parts = urlsplit(path)
    if "/operation/" in parts.path:
        return parts.path.rpartition("/")[2], ""
    if found := _FUNCTION.fullmatch(parts.path):
        verb = "Invoke" if found[2] else {"GET": "GetFunction", "DELETE": "DeleteFunction"}.get(method, method)
        return verb, unquote(found[1])
    if method == "GET" and re.fullmatch(r"/20\d\d-\d\d-\d\d/functions/?", parts.path):
        return "ListFunctions", ""
    if method == "GET" and re.fullmatch(r"/[^/]+", parts.path) and "list-type=2" in parts.query:
        return "ListObjectsV2", unquote(parts.path[1:])
    return f"{method} {path}", ""


def _target_of(body: bytes) -> str:
    try:
        told = json.loads(body or b"{}")
    except ValueError:
        return ""
    return ",".join(str(told[name]) for name in ("QueueName", "logGroupName", "AlarmNames") if name in told)


def _answer(operation: str, service: str, headers: Mapping[str, str]) -> tuple[str, bytes]:
    if operation == "ListFunctions":
        listed = [{"FunctionName": name, "Runtime": "python3.13"} for name in HOSTILE_NAMES]
        return "application/json", json.dumps({"Functions": listed * 4, "NextMarker": "more"}).encode()
    if headers.get("smithy-protocol") == "rpc-v2-cbor":
        return "application/cbor", b"\xa0"
    if "urlencoded" in headers.get("content-type", "") or service in _XML_SERVICES:
        name = operation.partition(" ")[0]
        return "text/xml", f"<{name}Response><{name}Result/></{name}Response>".encode()
    return "application/json", b"{}"

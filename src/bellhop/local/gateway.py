"""The door of the local AWS: a WSGI application around moto's that sees every call and its answer."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import structlog
from werkzeug.wsgi import ClosingIterator

from bellhop.local.api_call import ApiCall
from bellhop.local.modelled import ModelledApi
from bellhop.local.signing import signer
from bellhop.local.times import now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


log = structlog.get_logger(__name__)

KEPT = 64 * 1024
"""Bytes of an answer that are kept: an error's code and message are in them."""

LINKS = ("ConfirmSubscription", "Unsubscribe")
"""SNS's actions that are links in messages and so come without a signature."""


class Gateway:
    """Serves SNS's certificate and links, hands all else to an API of ours or to moto, and tells `note` of each call.

    `moto` is its dispatcher of applications, one a service; `own` are the APIs that moto lacks.
    """

    def __init__(self, moto: Any, note: Callable[[ApiCall], None], *, own: Iterable[ModelledApi] = ()) -> None:
        self._moto = moto
        self._note = note
        self._own = tuple(own)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request (WSGI)."""
        path = str(environ.get("PATH_INFO", ""))
        if path == signer().path:
            start_response("200 OK", [("Content-Type", "application/x-pem-file")])
            return [signer().pem]
        if environ["REQUEST_METHOD"] == "OPTIONS" or path.startswith(("/moto-api", "/latest/", "/favicon.ico")):
            return self._moto(environ, start_response)
        _sign_link(environ)
        own = next((api for api in self._own if api.takes(environ)), None)
        app: Any = own or self._moto.get_application(environ)
        answer = _Answer(str(app.service), environ, _read_body(environ, str(app.service)))
        chunks = app(environ, answer.starting(start_response))
        return ClosingIterator(answer.passing(chunks), [getattr(chunks, "close", _nothing), lambda: self._tell(answer)])

    def _tell(self, answer: _Answer) -> None:
        try:
            self._note(answer.call())
        except Exception:
            log.exception("an API call could not be noted", service=answer.service)


class _Answer:
    """An answer while it goes out."""

    def __init__(self, service: str, environ: dict[str, Any], body: bytes) -> None:
        self.service = service
        self._environ = {k: v for k, v in environ.items() if isinstance(v, str)}
        self._body = body
        self._time = now()
        self._status = 500
        self._headers: dict[str, str] = {}
        self._kept = bytearray()
        self._size = 0

    def starting(self, start_response: Any) -> Callable[..., Any]:
        """Wrap WSGI's `start_response`."""

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            self._status = int(status.split(" ", 1)[0])
            self._headers = {key.lower(): value for key, value in headers}
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        return start

    def passing(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Pass the answer's body on, counting, and keep the beginning of an error."""
        for chunk in chunks:
            self._size += len(chunk)
            if self._status >= 300 and len(self._kept) < KEPT:
                self._kept += chunk
            yield chunk

    def call(self) -> ApiCall:
        """Return the call, now that it is answered."""
        return ApiCall(
            service=self.service,
            environ=self._environ,
            body=self._body,
            status=self._status,
            response_headers=self._headers,
            response_body=bytes(self._kept),
            bytes_out=self._size,
            time=self._time,
        )


def _nothing() -> None:
    """Close what needs no closing."""


def _read_body(environ: dict[str, Any], service: str) -> bytes:
    """Read a body that names the operation or its parameters, and put it back; objects of S3 pass unread."""
    kind = str(environ.get("CONTENT_TYPE", ""))
    if service == "s3" and not (environ["REQUEST_METHOD"] == "POST" and kind.startswith("multipart/form-data")):
        return b""
    length = environ.get("CONTENT_LENGTH")
    if not length and not environ.get("wsgi.input_terminated"):
        return b""
    body = environ["wsgi.input"].read(int(length)) if length else environ["wsgi.input"].read()
    environ["wsgi.input"] = io.BytesIO(body)
    return bytes(body)


def _sign_link(environ: dict[str, Any]) -> None:
    """Give a link from an SNS message the signature's scope by which moto finds the service and the region."""
    query = parse_qs(str(environ.get("QUERY_STRING", "")))
    if environ.get("HTTP_AUTHORIZATION") or query.get("Action", [""])[0] not in LINKS:
        return
    arn = (query.get("TopicArn") or query.get("SubscriptionArn") or [""])[0].split(":")
    if len(arn) > 5:
        environ["HTTP_AUTHORIZATION"] = f"AWS4-HMAC-SHA256 Credential=LINK/20260101/{arn[3]}/sns/aws4_request, "

"""Who may come in: a bearer token for programs, a cookie made from it for browsers."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bellhop.errors import BellhopError, Busy, Refused

Endpoint = Callable[[Request, str], Awaitable[Response]]
"""What answers a request of the person of that name."""

_MONTH = 30 * 24 * 3600
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
        "img-src 'self' data: https:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers call the origin of our own forms null
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_STRANGER = Refused(401, "token", "a token is needed", fix="send `Authorization: Bearer TOKEN`, as in console.users")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Door:
    """Lets in whoever has a token.

    The cookie holds a hash of the token, not the token: it opens the console on every replica until the token is taken
    out of the configuration, and is of no use as a bearer token.

    Args:
        users: people's names by token.
    """

    users: Mapping[str, str] = field(repr=False)

    def person(self, request: Request) -> str | None:
        """Who asks, None if nobody that we know.

        Raises:
            Refused: a browser was sent here by another site's page.
        """
        authorization = request.headers.get("authorization", "")
        if authorization:
            scheme, _, token = authorization.partition(" ")
            return self.holder(token.strip()) if scheme.lower() == "bearer" else None
        person = self._holder_of_session(request.cookies.get(_cookie(request), ""))
        if person is not None:
            check_origin(request)
        return person

    def holder(self, token: str) -> str | None:
        """Whose token it is; takes as long for a wrong one as for a right one."""
        found = None
        for known, person in self.users.items():
            if hmac.compare_digest(known.encode(), token.encode()):
                found = person
        return found

    def _holder_of_session(self, session: str) -> str | None:
        found = None
        for token, person in self.users.items():
            if hmac.compare_digest(_session(token).encode(), session.encode()):
                found = person
        return found

    def admit(self, request: Request, token: str, where: str) -> Response:
        """Sends a browser on to a page with the cookie that lets it in."""
        response = RedirectResponse(where, 303)
        secure = request.url.scheme == "https"
        response.set_cookie(
            _cookie(request), _session(token), max_age=_MONTH, httponly=True, samesite="strict", secure=secure
        )
        return dressed(response)

    def dismiss(self, request: Request, where: str) -> Response:
        """Sends a browser out and takes its cookie."""
        response = RedirectResponse(where, 303)
        response.delete_cookie(_cookie(request), httponly=True, samesite="strict")
        return dressed(response)

    def api(self, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint for whoever has a token; every error is JSON."""

        async def answer(request: Request) -> Response:
            try:
                if (person := self.person(request)) is None:
                    return dressed(_as_json(_STRANGER))
                return dressed(await endpoint(request, person))
            except Exception as error:  # noqa: BLE001  # the last resort: whoever asked gets JSON whatever happens
                return dressed(_as_json(error))

        return answer


def check_origin(request: Request) -> None:
    """Lets a browser change things only from our own pages.

    Raises:
        Refused: the request comes from another site's page.
    """
    if request.method in ("GET", "HEAD"):
        return
    if urlsplit(request.headers.get("origin", "")).netloc != request.headers.get("host", ""):
        raise Refused(403, "origin", "the request does not come from this console's page", fix="reload the page")


def dressed(response: Response) -> Response:
    """A response with the headers that keep a browser safe."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _as_json(error: Exception) -> Response:
    if isinstance(error, Refused):
        headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None
        return JSONResponse({"error": error.message, "fix": error.fix}, error.status, headers)
    if isinstance(error, Busy):
        return JSONResponse({"error": error.message, "fix": "try again"}, 503, {"Retry-After": "1"})
    if isinstance(error, BellhopError):
        return JSONResponse({"error": error.message, "fix": error.fix}, 502)
    _log.error("console.failed", exc_info=error)
    return JSONResponse({"error": "something went wrong in Bellhop", "fix": "see Bellhop's log"}, 500)


def _session(token: str) -> str:
    return hmac.new(token.encode(), b"bellhop console session", hashlib.sha256).hexdigest()


def _cookie(request: Request) -> str:
    # Cookies know no ports: two Bellhops on one host would sign each other's people out.
    return f"bellhop-{request.url.port or 'console'}"

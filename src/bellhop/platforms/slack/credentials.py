"""Are the tokens right? Asked once, when the agent starts, so that a wrong one is told before the first alarm."""

from __future__ import annotations

import structlog

from bellhop.errors import BellhopError, DeliveryError
from bellhop.platforms.slack.api import Api
from bellhop.platforms.slack.faults import Refusal
from bellhop.platforms.slack.manifest import REQUIRED, SCOPES

_LEVEL = (
    "make an app-level token with the scope connections:write on the app's page Basic Information"
    " and put it (xapp-…) into slack.app_token"
)
_SOCKET = "turn Socket Mode on, on the app's page Socket Mode, or set slack.mode to http"
_NO_SOCKET = frozenset({"access_denied", "forbidden_team", "socket_mode_not_enabled"})
_log = structlog.get_logger(__name__)


async def check_bot(api: Api) -> None:
    """Checks the bot token and its scopes with `auth.test`; Slack being down is logged, not raised.

    Raises:
        BellhopError: the token is not accepted or lacks a scope that nothing works without.
    """
    try:
        answer, scopes = await api.whoami()
    except DeliveryError as error:
        if error.permanent:
            raise BellhopError(f"slack.bot_token: {error.message}", fix=error.fix) from error
        _log.warning("slack.unreachable", error=error.message, fix=error.fix or "Bellhop keeps trying")
        return
    _check_scopes(scopes)
    _log.info("slack.ready", team=answer.get("team"), bot=answer.get("user"))


def _check_scopes(granted: str | None) -> None:
    if granted is None:
        return
    lacking = SCOPES.keys() - {scope.strip() for scope in granted.split(",")}
    fix = (
        "add them on the app's page OAuth & Permissions, then reinstall the app (`bellhop slack manifest` has them all)"
    )
    if lacking & set(REQUIRED):
        raise BellhopError(f"the Slack app lacks the scopes {', '.join(sorted(lacking))}", fix=fix)
    for scope in sorted(lacking):
        _log.warning("slack.scope_missing", scope=scope, wanted=SCOPES[scope], fix=fix)


async def open_socket(api: Api, app_token: str) -> str:
    """The address of a new socket, from `apps.connections.open`; empty while Slack can't be reached.

    Raises:
        BellhopError: the app token is not accepted.
    """
    try:
        return str((await api.call("apps.connections.open", {}, token=app_token))["url"])
    except DeliveryError as error:
        code = error.code if isinstance(error, Refusal) else ""
        if code in _NO_SOCKET:
            raise BellhopError(f"slack.mode is socket, but Slack says {code}", fix=_SOCKET) from error
        if error.permanent:
            raise BellhopError(f"slack.app_token: Slack says {code}", fix=_LEVEL) from error
        _log.warning("slack.socket_waits", error=error.message, fix=error.fix)
        return ""

"""What Slack's refusals mean: whether trying again helps, whether the message may be there all the same, and the fix.

Slack's own words: https://docs.slack.dev/reference/methods/chat.postMessage/#errors
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp

from bellhop.errors import DeliveryError
from bellhop.platforms.slack.wire import Unreachable, Untrusted

_TOKEN = "copy the Bot User OAuth Token (xoxb-…) from the app's page OAuth & Permissions into slack.bot_token"  # noqa: S105  # says where to find it
_APP = "reinstall the app to the workspace on its page Install App, then copy the new token into slack.bot_token"
_INVITE = "invite the app to the channel: /invite @Bellhop"
_CHANNEL = (
    "check `address` in bellhop.yaml: the id (C…) at the end of the channel's About; private ones need an invitation"
)
_TLS = "look for a proxy that opens TLS, and at SSL_CERT_FILE"
_POSTING = "ask a workspace admin to let apps post in this channel"

BROKEN = {
    "account_inactive": ("the app's user is deactivated", _APP),
    "channel_not_found": ("there is no such channel, or the app can't see it", _CHANNEL),
    "ekm_access_denied": ("the workspace's admins have suspended posting", _POSTING),
    "invalid_auth": ("Slack does not know the bot token", _TOKEN),
    "is_archived": ("the channel is archived", "unarchive it, or take it out of bellhop.yaml"),
    "missing_scope": (
        "the app lacks a permission",
        "add the scope on the app's page OAuth & Permissions, reinstall it",
    ),
    "no_permission": ("the app lacks a permission", _APP),
    "not_allowed_token_type": ("this is no bot token", _TOKEN),
    "not_authed": ("no bot token was sent", _TOKEN),
    "not_in_channel": ("the app is not in the channel", _INVITE),
    "org_login_required": ("the workspace is being moved to an organisation", "wait until the move is done"),
    "restricted_action": ("the workspace forbids the app to post here", _POSTING),
    "restricted_action_non_threadable_channel": ("this channel takes no replies", "use a channel with threads"),
    "restricted_action_read_only_channel": ("the channel is read-only", _POSTING),
    "restricted_action_thread_only_channel": ("the channel takes replies only", "use a channel that takes messages"),
    "team_access_not_granted": ("the app was not granted this workspace", _APP),
    "team_not_found": ("the token's workspace is gone", _APP),
    "token_expired": ("the bot token has expired", _APP),
    "token_revoked": ("the bot token was revoked", _APP),
}
"""Errors that no further try can mend: what they mean, and what a person can do."""

SHAPES = frozenset(
    {
        "invalid_arguments",
        "invalid_attachments",
        "invalid_blocks",
        "invalid_blocks_format",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "too_many_attachments",
    }
)
"""Errors about one message's looks: it is sent again as mere text."""

GONE = frozenset({"cant_update_message", "edit_window_closed", "is_inactive", "message_not_found"})
"""Errors about a message that can't be changed (any more): it is posted anew."""

_SLOWER = frozenset({"message_limit_exceeded", "rate_limited", "ratelimited"})
_UNCERTAIN = frozenset({"fatal_error", "internal_error"})
_PATIENCE = 30.0


class Refusal(DeliveryError):
    """Slack answered, and refused; `code` is its name for the reason, empty if the answer was none of Slack's."""

    code = ""

    @classmethod
    def of(cls, status: int, headers: Mapping[str, str], answer: Mapping[str, Any]) -> Refusal:
        """The refusal that an HTTP answer means; header names are in lower case."""
        code = str(answer.get("error") or "")
        refusal = cls._judged(status, headers, code, str(answer.get("needed") or ""))
        refusal.code = code
        return refusal

    @classmethod
    def _judged(cls, status: int, headers: Mapping[str, str], code: str, needed: str) -> Refusal:
        if status == 429 or code in _SLOWER:
            return cls("Slack asks to slow down", retry_after=_seconds(headers.get("retry-after", "")))
        if code in BROKEN:
            words, fix = BROKEN[code]
            return cls(f"{words} ({code}{', needed: ' if needed else ''}{needed})", permanent=True, fix=fix)
        if code in SHAPES:
            return cls(f"Slack does not take this message: {code}", rejected=True)
        if not code:
            # Whoever answers so may have taken the post before it failed; looking costs one call, a doubled post more.
            return cls(f"Slack answers HTTP {status} without a reason", unsure=status < 400 or status >= 500)
        return cls(f"Slack says {code}", unsure=code in _UNCERTAIN)


def judge(error: Exception) -> DeliveryError:
    """What a failure on the way to Slack means."""
    name = type(error).__name__
    match error:
        case aiohttp.ClientSSLError():
            return DeliveryError(f"Slack's TLS certificate was not accepted: {name}", fix=_TLS)
        case Untrusted():
            return DeliveryError(f"Slack's TLS certificate was not accepted: {error}", fix=_TLS)
        case Unreachable():
            return DeliveryError(f"can't reach Slack: {error}", fix="check the network, DNS and HTTPS_PROXY")
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return DeliveryError(f"can't reach Slack: {name}", fix="check the network, DNS and HTTPS_PROXY")
        case TimeoutError():
            return DeliveryError("Slack gave no answer in time", unsure=True)
        case aiohttp.ClientError() | OSError():
            return DeliveryError(f"the connection to Slack broke: {name}", unsure=True)
        case _:
            return DeliveryError(f"a call to Slack failed: {name}: {error}", unsure=True)


def _seconds(value: str) -> float:
    try:
        return max(1.0, float(value))
    except ValueError:
        return _PATIENCE

"""An organization's chat policy: which platforms, workspaces and roles may be used at all.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_chatbot_syntax.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from bellhop.errors import ConfigError
from bellhop.guardrails.lines import read_document
from bellhop.phrase import phrase

_NAMES = {"slack": "slack", "chime": "chime", "teams": "microsoft_teams"}
_ASSIGN = "@@assign"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatPolicy:
    """The policy's `chatbot` part, as it was read."""

    document: Mapping[str, Any] = field(repr=False)

    def refuses(self, platform: str, *, workspace: str = "", role_setting: str = "channel_role") -> str:
        """Why a channel may not be used, as a clause; empty if it may.

        The console is no chat platform, and never refused.

        Args:
            platform: `slack`, `chime`, `web`, …
            workspace: the Slack workspace's id; empty = unknown.
            role_setting: `channel_role` or `user_role`.
        """
        if platform in {"web", "terminal"}:
            return ""
        platforms = _inner(self.document, "platforms")
        own = _inner(platforms, _NAMES.get(platform, platform))
        client = _assigned(_inner(own, "client")) or _assigned(_inner(_inner(self.document, "default"), "client"))
        if client == "disabled":
            return phrase("{platform} is disabled", platform=platform)
        workspaces = _assigned(_inner(own, "workspaces"))
        if isinstance(workspaces, list) and workspace not in workspaces:
            return (
                phrase("workspace {workspace} is not listed", workspace=workspace)
                if workspace
                else "slack.workspace is not set, and it lists some"
            )
        settings = {**_inner(own, "default"), **_inner(_inner(own, "overrides"), workspace)}
        roles = _assigned(_inner(settings, "supported_role_settings"))
        if isinstance(roles, list) and role_setting not in roles:
            return phrase("{role} is not among its role settings", role=role_setting)
        return ""


def read_chat_policy(text: str, *, file: str) -> ChatPolicy:
    """Reads a chat policy.

    Raises:
        ConfigError: it is no JSON, or no chat policy.
    """
    value, _ = read_document(text, file)
    found = cast("Mapping[str, Any]", value).get("chatbot") if isinstance(value, dict) else None
    if not isinstance(found, dict):
        raise ConfigError('wanted {"chatbot": {"platforms": …}}', file=file)
    # AWS's syntax page has `default` beside `platforms`; some documents have it one level up.
    outer = cast("Mapping[str, Any]", value)
    document = cast("dict[str, Any]", found)
    return ChatPolicy(document={"default": outer.get("default", {}), **document})


def _inner(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = value.get(key)
    return cast("Mapping[str, Any]", found) if isinstance(found, dict) else {}


def _assigned(value: Mapping[str, Any]) -> Any:
    return value.get(_ASSIGN)

"""The manifest that a person makes their own Slack app from, and why it asks for what it asks for.

People make their own app because Slack lets an app that is distributed outside its marketplace read history once a
minute only. See https://docs.slack.dev/reference/app-manifest/
"""

from __future__ import annotations

from typing import Any, Literal

SCOPES = {
    "app_mentions:read": "to hear when somebody says @Bellhop",
    "channels:history": "to look, after a time-out, whether a message was posted already; nothing else is read",
    "channels:read": "to check that the configured channels exist and that the app is in them",
    "chat:write": "to post, and to update what was posted",
    "files:write": "to post pictures and answers that are too long for a message",
    "groups:history": "as channels:history, in private channels",
    "groups:read": "as channels:read, for private channels",
    "usergroups:read": "to know who is in the user groups that `groups:` in bellhop.yaml names",
    "users:read": "to show who ran a command by name",
}
"""The bot's scopes, and what each is for."""

REQUIRED = ("chat:write",)
LISTENING = ("app_mentions:read",)


def manifest(
    mode: Literal["socket", "http"] = "socket", name: str = "Bellhop", request_url: str = ""
) -> dict[str, Any]:
    """An app manifest, for https://api.slack.com/apps → Create New App → From a manifest.

    Args:
        mode: how Slack reaches the agent.
        name: the app's and its bot's name, at most 35 characters.
        request_url: in HTTP mode, where `/slack/events` can be reached from the internet.

    Raises:
        ValueError: HTTP mode without an https URL, or a name that Slack would not take.
    """
    if not 0 < len(name) <= 35:
        raise ValueError("an app's name has 1 to 35 characters")
    if mode == "http" and not request_url.startswith("https://"):
        raise ValueError("http mode needs the https:// URL where Slack can reach /slack/events")
    url = {"request_url": request_url} if mode == "http" else {}
    return {
        "display_information": {
            "name": name,
            "description": "AWS's news in your channels, your errands in AWS",
            "background_color": "#1d3557",
        },
        "features": {"bot_user": {"display_name": name, "always_online": True}},
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**url, "bot_events": ["app_mention"]},
            "interactivity": {"is_enabled": True, **url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": mode == "socket",
            "token_rotation_enabled": False,
        },
    }

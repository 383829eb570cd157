"""Slack's side: tokens, scopes, and whether the app is in its channels."""

from __future__ import annotations

from collections.abc import Sequence

from bellhop.channel import Channel
from bellhop.config_sections import SlackSettings
from bellhop.doctor.finding import Finding, bad, doubt, good
from bellhop.errors import BellhopError, DeliveryError
from bellhop.platforms.slack.api import Api
from bellhop.platforms.slack.credentials import open_socket
from bellhop.platforms.slack.faults import Refusal
from bellhop.platforms.slack.manifest import LISTENING, REQUIRED, SCOPES

_SCOPES = "add it on the app's page OAuth & Permissions, then reinstall the app"


async def look_at_slack(settings: SlackSettings, channels: Sequence[Channel]) -> list[Finding]:
    """Asks Slack who we are, what we may, and about each channel; a new socket is asked for and not opened."""
    api = Api(settings.bot_token, settings.api)
    try:
        answer, granted = await api.whoami()
        findings = [good("slack", f"the bot token is {answer.get('user')}'s in {answer.get('team')}")]
        if granted is not None:
            findings += _scopes({scope.strip() for scope in granted.split(",")}, channels)
        if settings.mode == "socket":
            findings.append(await _socket(api, settings.app_token))
        mine = [channel for channel in channels if channel.platform == "slack"]
        return findings + [await _channel(api, channel) for channel in mine]
    except DeliveryError as error:
        if error.permanent:
            return [bad("slack", f"slack.bot_token: {error.message}", error.fix)]
        return [bad("slack", f"Slack can't be reached: {error.message}", "let Bellhop reach slack.com over HTTPS")]
    finally:
        await api.close()


def _scopes(granted: set[str], channels: Sequence[Channel]) -> list[Finding]:
    needed = {*REQUIRED, *(LISTENING if any(one.commands for one in channels if one.platform == "slack") else ())}
    return [
        (bad if scope in needed else doubt)("slack", f"the app lacks the scope {scope}, {why}", _SCOPES)
        for scope, why in SCOPES.items()
        if scope not in granted
    ] or [good("slack", "the app has all its scopes")]


async def _socket(api: Api, token: str) -> Finding:
    try:
        opened = await open_socket(api, token)
    except BellhopError as error:
        return bad("slack", error.message, error.fix)
    if not opened:
        return doubt("slack", "Slack gives no socket now", "try again; Bellhop does so by itself")
    return good("slack", "the app token opens sockets")


async def _channel(api: Api, channel: Channel) -> Finding:
    name, where = channel.name, channel.address
    try:
        found = (await api.read("conversations.info", {"channel": where}))["channel"]
    except Refusal as error:
        if error.code == "channel_not_found":
            fix = "check its address; a private channel is seen only after /invite @Bellhop"
            return bad("slack", f"{name}: Slack knows no channel {where}", fix)
        return doubt("slack", f"{name}: can't look at {where}: {error.message}", error.fix)
    if found.get("is_archived"):
        return bad("slack", f"{name}: #{found.get('name')} is archived", "unarchive it, or set another address")
    if not found.get("is_member"):
        return bad("slack", f"{name}: the app is not in #{found.get('name')}", "say /invite @Bellhop there")
    return good("slack", f"{name}: the app is in #{found.get('name')}")

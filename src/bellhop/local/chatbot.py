"""AWS Chatbot's configurations, which moto lacks: kept in memory, so that what reads them can be tried.

Nothing is delivered by it. Workspaces and teams need no authorization here; no API maps users to roles, so there are
no user identities.
https://docs.aws.amazon.com/chatbot/latest/APIReference/Welcome.html
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bellhop.local.modelled import Fault, Where
from bellhop.local.pages import page

_INVALID, _MISSING = "InvalidRequestException", "ResourceNotFoundException"
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of configuration.

    Args:
        path: what its ARN has before the name.
        one: the key of one in an answer.
        many: the key of several.
        place: the keys that say which channel it is; an account configures a channel once.
    """

    path: str
    one: str
    many: str
    place: tuple[str, ...]


SLACK = Kind(
    path="slack-channel",
    one="ChannelConfiguration",
    many="SlackChannelConfigurations",
    place=("SlackTeamId", "SlackChannelId"),
)
CHIME = Kind(path="chime-webhook", one="WebhookConfiguration", many="WebhookConfigurations", place=("WebhookUrl",))
TEAMS = Kind(
    path="microsoft-teams-channel",
    one="ChannelConfiguration",
    many="TeamChannelConfigurations",
    place=("TenantId", "TeamId", "ChannelId"),
)


Operation = Callable[..., Answer | None]


def _create(kind: Kind) -> Operation:
    def create(chatbot: Chatbot, where: Where, **wanted: Any) -> Answer:
        return chatbot.create(kind, where, wanted)

    return create


def _update(kind: Kind) -> Operation:
    def update(chatbot: Chatbot, _: Where, **wanted: Any) -> Answer:
        return chatbot.update(kind, wanted)

    return update


def _delete(kind: Kind) -> Operation:
    def delete(chatbot: Chatbot, _: Where, **wanted: Any) -> None:
        chatbot.delete(kind, wanted)

    return delete


def _list(kind: Kind) -> Operation:
    def list_kind(chatbot: Chatbot, _: Where, **wanted: Any) -> Answer:
        return chatbot.list_kind(kind, wanted)

    return list_kind


class Chatbot:
    """The API's operations; those on configurations are the same for each kind."""

    create_slack_channel_configuration = _create(SLACK)
    update_slack_channel_configuration = _update(SLACK)
    delete_slack_channel_configuration = _delete(SLACK)
    describe_slack_channel_configurations = _list(SLACK)
    create_chime_webhook_configuration = _create(CHIME)
    update_chime_webhook_configuration = _update(CHIME)
    delete_chime_webhook_configuration = _delete(CHIME)
    describe_chime_webhook_configurations = _list(CHIME)
    create_microsoft_teams_channel_configuration = _create(TEAMS)
    update_microsoft_teams_channel_configuration = _update(TEAMS)
    delete_microsoft_teams_channel_configuration = _delete(TEAMS)
    list_microsoft_teams_channel_configurations = _list(TEAMS)

    def __init__(self) -> None:
        self._configurations: dict[str, dict[str, Any]] = {}
        self._actions: dict[str, dict[str, Any]] = {}
        self._preferences: dict[str, dict[str, Any]] = {}
        self._associations: set[tuple[str, str]] = set()

    def create(self, kind: Kind, where: Where, wanted: dict[str, Any]) -> Answer:
        """Make a configuration."""
        arn = f"arn:aws:chatbot::{where.account}:chat-configuration/{kind.path}/{wanted['ConfigurationName']}"
        if arn in self._configurations:
            raise Fault("ConflictException", f"there is a configuration named {wanted['ConfigurationName']}")
        place = [wanted[key] for key in kind.place]
        if any([other[key] for key in kind.place] == place for other in self._of(kind)):
            raise Fault(_INVALID, f"{' '.join(place)} has already been configured for AWS account {where.account}")
        usual: dict[str, Any] = {"LoggingLevel": "NONE", "SnsTopicArns": [], "Tags": [], "State": "ENABLED"}
        names = {"SlackTeamName": wanted.get("SlackTeamId"), "UserAuthorizationRequired": False}
        self._configurations[arn] = {**usual, **names, **wanted, "ChatConfigurationArn": arn}
        return {kind.one: self._configurations[arn]}

    def update(self, kind: Kind, wanted: dict[str, Any]) -> Answer:
        """Change what is named of a configuration."""
        held = self._configuration(kind, wanted["ChatConfigurationArn"])
        held.update(wanted)
        return {kind.one: held}

    def delete(self, kind: Kind, wanted: dict[str, Any]) -> None:
        """Delete a configuration, and its associations with it."""
        arn = self._configuration(kind, wanted["ChatConfigurationArn"])["ChatConfigurationArn"]
        del self._configurations[arn]
        self._associations = {pair for pair in self._associations if pair[1] != arn}

    def list_kind(self, kind: Kind, wanted: dict[str, Any]) -> Answer:
        """List configurations: all, one, or those of a team."""
        found = self._of(kind)
        for key in ("ChatConfigurationArn", "TeamId"):
            if key in wanted:
                found = [one for one in found if one[key] == wanted[key]]
        return page(found, kind.many, wanted, invalid=_INVALID)

    def get_microsoft_teams_channel_configuration(self, _: Where, **wanted: Any) -> Answer:
        """Tell of one configuration of Teams; its API names no error for one that is missing but this."""
        if wanted["ChatConfigurationArn"] not in self._configurations:
            raise Fault(_INVALID, f"there is no configuration {wanted['ChatConfigurationArn']}")
        return {TEAMS.one: self._configuration(TEAMS, wanted["ChatConfigurationArn"])}

    def describe_slack_workspaces(self, _: Where, **wanted: Any) -> Answer:
        """List the workspaces that configurations name."""
        ids = dict.fromkeys(one["SlackTeamId"] for one in self._of(SLACK))
        spaces = [{"SlackTeamId": one, "SlackTeamName": one, "State": "ENABLED"} for one in ids]
        return page(spaces, "SlackWorkspaces", wanted, invalid=_INVALID)

    def delete_slack_workspace_authorization(self, _: Where, **wanted: Any) -> None:
        """Forget a workspace, if no configuration needs it."""
        self._unused("SlackTeamId", wanted["SlackTeamId"])

    def list_microsoft_teams_configured_teams(self, _: Where, **wanted: Any) -> Answer:
        """List the teams that configurations name."""
        held = {one["TeamId"]: one for one in self._of(TEAMS)}
        teams = [{key: one.get(key) for key in ("TenantId", "TeamId", "TeamName")} for one in held.values()]
        return page(teams, "ConfiguredTeams", wanted, invalid=_INVALID)

    def delete_microsoft_teams_configured_team(self, _: Where, **wanted: Any) -> None:
        """Forget a team, if no configuration needs it."""
        self._unused("TeamId", wanted["TeamId"])

    def describe_slack_user_identities(self, _: Where, **__: Any) -> Answer:
        """List nobody."""
        return {"SlackUserIdentities": []}

    def list_microsoft_teams_user_identities(self, _: Where, **__: Any) -> Answer:
        """List nobody."""
        return {"TeamsUserIdentities": []}

    def delete_slack_user_identity(self, _: Where, **wanted: Any) -> None:
        """There is nobody to delete."""
        raise Fault(_MISSING, f"there is no user {wanted['SlackUserId']}")

    def delete_microsoft_teams_user_identity(self, _: Where, **wanted: Any) -> None:
        """There is nobody to delete."""
        raise Fault(_MISSING, f"there is no user {wanted['UserId']}")

    def get_account_preferences(self, where: Where) -> Answer:
        """Tell the account's preferences."""
        usual = {"UserAuthorizationRequired": False, "TrainingDataCollectionEnabled": False}
        return {"AccountPreferences": {**usual, **self._preferences.get(where.account, {})}}

    def update_account_preferences(self, where: Where, **wanted: Any) -> Answer:
        """Change the account's preferences."""
        self._preferences.setdefault(where.account, {}).update(wanted)
        return self.get_account_preferences(where)

    def create_custom_action(self, where: Where, **wanted: Any) -> Answer:
        """Make a custom action."""
        arn = f"arn:aws:chatbot::{where.account}:custom-action/{wanted['ActionName']}"
        if arn in self._actions:
            raise Fault("ConflictException", f"there is a custom action named {wanted['ActionName']}")
        self._actions[arn] = {"Tags": [], **wanted, "CustomActionArn": arn}
        return {"CustomActionArn": arn}

    def get_custom_action(self, _: Where, **wanted: Any) -> Answer:
        """Tell of a custom action."""
        return {"CustomAction": self._action(wanted["CustomActionArn"])}

    def update_custom_action(self, _: Where, **wanted: Any) -> Answer:
        """Change what is named of a custom action."""
        self._action(wanted["CustomActionArn"]).update(wanted)
        return {"CustomActionArn": wanted["CustomActionArn"]}

    def delete_custom_action(self, _: Where, **wanted: Any) -> None:
        """Delete a custom action, and its associations with it."""
        arn = self._action(wanted["CustomActionArn"])["CustomActionArn"]
        del self._actions[arn]
        self._associations = {pair for pair in self._associations if pair[0] != arn}

    def list_custom_actions(self, _: Where, **wanted: Any) -> Answer:
        """List the ARNs of custom actions."""
        return page(list(self._actions), "CustomActions", wanted, invalid=_INVALID)

    def associate_to_configuration(self, _: Where, **wanted: Any) -> None:
        """Let a configuration have a custom action."""
        if wanted["Resource"] not in self._actions or wanted["ChatConfiguration"] not in self._configurations:
            raise Fault(_INVALID, "there is no such custom action or no such configuration")
        self._associations.add((wanted["Resource"], wanted["ChatConfiguration"]))

    def disassociate_from_configuration(self, _: Where, **wanted: Any) -> None:
        """Take a custom action from a configuration."""
        self._associations.discard((wanted["Resource"], wanted["ChatConfiguration"]))

    def list_associations(self, _: Where, **wanted: Any) -> Answer:
        """List the custom actions of a configuration."""
        held = sorted(action for action, channel in self._associations if channel == wanted["ChatConfiguration"])
        return page([{"Resource": action} for action in held], "Associations", wanted, invalid=_INVALID)

    def list_tags_for_resource(self, _: Where, **wanted: Any) -> Answer:
        """Tell the tags of a configuration or a custom action."""
        return {"Tags": self._tagged(wanted["ResourceARN"])["Tags"]}

    def tag_resource(self, _: Where, **wanted: Any) -> None:
        """Add tags."""
        held = self._tagged(wanted["ResourceARN"])
        new = {one["TagKey"] for one in wanted["Tags"]}
        held["Tags"] = [*(one for one in held["Tags"] if one["TagKey"] not in new), *wanted["Tags"]]

    def untag_resource(self, _: Where, **wanted: Any) -> None:
        """Take tags away."""
        held = self._tagged(wanted["ResourceARN"])
        held["Tags"] = [one for one in held["Tags"] if one["TagKey"] not in wanted["TagKeys"]]

    def _of(self, kind: Kind) -> list[dict[str, Any]]:
        return [one for arn, one in self._configurations.items() if f"/{kind.path}/" in arn]

    def _configuration(self, kind: Kind, arn: str) -> dict[str, Any]:
        found = self._configurations.get(arn)
        if found is None or f"/{kind.path}/" not in arn:
            raise Fault(_MISSING, f"there is no configuration {arn}")
        return found

    def _action(self, arn: str) -> dict[str, Any]:
        if arn not in self._actions:
            raise Fault(_MISSING, f"there is no custom action {arn}")
        return self._actions[arn]

    def _tagged(self, arn: str) -> dict[str, Any]:
        found = self._configurations.get(arn) or self._actions.get(arn)
        if found is None:
            raise Fault(_MISSING, f"there is no resource {arn}")
        return found

    def _unused(self, key: str, value: str) -> None:
        if any(one.get(key) == value for one in self._configurations.values()):
            raise Fault("InvalidParameterException", f"configurations use {value}; delete them first")

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from bellhop.local.chatbot import Chatbot

if TYPE_CHECKING:
    from tests.local.conftest import World

ROLE = "arn:aws:iam::123456789012:role/ops"
TOPIC = "arn:aws:sns:ap-northeast-2:123456789012:news"
ARN = "arn:aws:chatbot::123456789012:chat-configuration/slack-channel/ops"
TENANT, TEAM = "11111111-2222-3333-4444-555555555555", "99999999-2222-3333-4444-555555555555"


def slack(world: World, name: str = "ops", channel: str = "C0123", **more: Any) -> dict[str, Any]:
    made = world.client("chatbot").create_slack_channel_configuration(
        SlackTeamId="T0123",
        SlackChannelId=channel,
        IamRoleArn=ROLE,
        ConfigurationName=name,
        SnsTopicArns=[TOPIC],
        **more,
    )
    return made["ChannelConfiguration"]


def test_every_operation_is_there() -> None:
    model: Any = botocore.session.get_session().get_service_model("chatbot")
    missing = [name for name in model.operation_names if not hasattr(Chatbot, xform_name(name))]
    assert missing == []
    assert len(model.operation_names) == 34


def test_a_slack_channel_is_configured_changed_and_forgotten(world: World) -> None:
    client = world.client("chatbot")
    made = slack(world, Tags=[{"TagKey": "team", "TagValue": "web"}])
    assert made["ChatConfigurationArn"] == ARN
    assert (made["LoggingLevel"], made["State"], made["SnsTopicArns"]) == ("NONE", "ENABLED", [TOPIC])
    client.update_slack_channel_configuration(ChatConfigurationArn=ARN, SlackChannelId="C0999", LoggingLevel="INFO")
    [held] = client.describe_slack_channel_configurations()["SlackChannelConfigurations"]
    assert (held["SlackChannelId"], held["LoggingLevel"], held["IamRoleArn"]) == ("C0999", "INFO", ROLE)
    [space] = client.describe_slack_workspaces()["SlackWorkspaces"]
    assert space["SlackTeamId"] == "T0123"
    with pytest.raises(ClientError, match="delete them first"):
        client.delete_slack_workspace_authorization(SlackTeamId="T0123")
    client.delete_slack_channel_configuration(ChatConfigurationArn=ARN)
    assert client.describe_slack_channel_configurations()["SlackChannelConfigurations"] == []
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.delete_slack_channel_configuration(ChatConfigurationArn=ARN)


def test_a_channel_is_configured_once(world: World) -> None:
    slack(world)
    with pytest.raises(ClientError, match="ConflictException"):
        slack(world, channel="C0999")
    with pytest.raises(ClientError, match="has already been configured for AWS account 123456789012"):
        slack(world, name="again")


def test_configurations_come_in_pages(world: World) -> None:
    for number in range(3):
        slack(world, name=f"ops-{number}", channel=f"C{number}")
    client = world.client("chatbot")
    first = client.describe_slack_channel_configurations(MaxResults=2)
    rest = client.describe_slack_channel_configurations(MaxResults=2, NextToken=first["NextToken"])
    assert len(first["SlackChannelConfigurations"]) == 2
    assert len(rest["SlackChannelConfigurations"]) == 1
    assert "NextToken" not in rest


def test_chime_and_teams_have_lists_of_their_own(world: World) -> None:
    client = world.client("chatbot")
    slack(world)
    webhook = {"WebhookDescription": "Room/Hook", "WebhookUrl": "https://hooks.chime.aws/incomingwebhooks/1?token=t"}
    client.create_chime_webhook_configuration(
        **webhook, SnsTopicArns=[TOPIC], IamRoleArn=ROLE, ConfigurationName="room"
    )
    [chime] = client.describe_chime_webhook_configurations()["WebhookConfigurations"]
    assert chime["WebhookDescription"] == "Room/Hook"
    assert "WebhookUrl" not in chime, "it is a secret, which the API never gives back"
    made = client.create_microsoft_teams_channel_configuration(
        ChannelId="19%3aabc%40thread.tacv2",
        TeamId=TEAM,
        TenantId=TENANT,
        SnsTopicArns=[TOPIC],
        IamRoleArn=ROLE,
        ConfigurationName="teams",
    )["ChannelConfiguration"]
    got = client.get_microsoft_teams_channel_configuration(ChatConfigurationArn=made["ChatConfigurationArn"])
    assert got["ChannelConfiguration"]["TenantId"] == TENANT
    assert len(client.list_microsoft_teams_channel_configurations(TeamId=TEAM)["TeamChannelConfigurations"]) == 1
    assert client.list_microsoft_teams_configured_teams()["ConfiguredTeams"][0]["TeamId"] == TEAM


def test_custom_actions_tags_and_preferences(world: World) -> None:
    client = world.client("chatbot")
    slack(world)
    action = client.create_custom_action(ActionName="logs", Definition={"CommandText": "logs tail"}, AliasName="l")[
        "CustomActionArn"
    ]
    client.associate_to_configuration(Resource=action, ChatConfiguration=ARN)
    assert client.list_associations(ChatConfiguration=ARN)["Associations"] == [{"Resource": action}]
    assert client.list_custom_actions()["CustomActions"] == [action]
    client.tag_resource(ResourceARN=action, Tags=[{"TagKey": "a", "TagValue": "b"}, {"TagKey": "c", "TagValue": "d"}])
    client.untag_resource(ResourceARN=action, TagKeys=["a"])
    assert client.list_tags_for_resource(ResourceARN=action)["Tags"] == [{"TagKey": "c", "TagValue": "d"}]
    client.delete_custom_action(CustomActionArn=action)
    assert client.list_associations(ChatConfiguration=ARN)["Associations"] == []
    assert client.get_account_preferences()["AccountPreferences"]["UserAuthorizationRequired"] is False
    client.update_account_preferences(UserAuthorizationRequired=True)
    assert client.get_account_preferences()["AccountPreferences"]["UserAuthorizationRequired"] is True


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "no spaces"},
        {"channel": "c-1"},
        {"LoggingLevel": "SOME"},
        {"GuardrailPolicyArns": ["not an ARN of a policy"]},
    ],
)
def test_what_the_model_does_not_allow_is_refused(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(ClientError, match="InvalidParameterException"):
        slack(world, **wrong)

"""Who of AWS's services publishes to topics by itself, and what lets it do so for one account only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bellhop.errors import SetupError
from bellhop.setup.place import Place
from bellhop.setup.policy import Statement, publish

_ACCOUNT = {"StringEquals": {"aws:SourceAccount": "ACCOUNT"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """A service that publishes.

    Args:
        principal: what the service is called in policies.
        purpose: letters for the statement's Sid.
        sentence: what it tells.
        condition: the one that AWS documents for it, with `PARTITION`, `REGION` and `ACCOUNT` to be filled in; empty =
            none is documented, and any would silence it.
        page: AWS's page on it.
    """

    principal: str
    purpose: str
    sentence: str
    condition: Mapping[str, Mapping[str, str]]
    page: str


PUBLISHERS = {
    "cloudwatch": Publisher(
        principal="cloudwatch.amazonaws.com",
        purpose="Alarms",
        sentence="CloudWatch alarms",
        condition=_ACCOUNT,
        page="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
    ),
    "events": Publisher(
        principal="events.amazonaws.com",
        purpose="Events",
        sentence="EventBridge rules",
        condition={"ArnLike": {"aws:SourceArn": "arn:PARTITION:events:REGION:ACCOUNT:rule/*"}},
        page="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
    ),
    "codestar-notifications": Publisher(
        principal="codestar-notifications.amazonaws.com",
        purpose="Notifications",
        sentence="notification rules of developer tools",
        condition={},
        page="https://docs.aws.amazon.com/dtconsole/latest/userguide/set-up-sns.html",
    ),
    "budgets": Publisher(
        principal="budgets.amazonaws.com",
        purpose="Budgets",
        sentence="AWS Budgets",
        condition=_ACCOUNT,
        page="https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html",
    ),
    "cost-anomalies": Publisher(
        principal="costalerts.amazonaws.com",
        purpose="CostAnomalies",
        sentence="Cost Anomaly Detection",
        condition=_ACCOUNT,
        page="https://docs.aws.amazon.com/cost-management/latest/userguide/ad-SNS.html",
    ),
    "rds": Publisher(
        principal="events.rds.amazonaws.com",
        purpose="Databases",
        sentence="RDS event subscriptions",
        condition=_ACCOUNT,
        page="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.GrantingPermissions.html",
    ),
    "ses": Publisher(
        principal="ses.amazonaws.com",
        purpose="Mail",
        sentence="SES bounces, complaints and deliveries",
        condition=_ACCOUNT,
        page="https://docs.aws.amazon.com/ses/latest/dg/configure-sns-notifications.html",
    ),
    "s3": Publisher(
        principal="s3.amazonaws.com",
        purpose="Objects",
        sentence="S3 event notifications",
        condition=_ACCOUNT,
        page="https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html",
    ),
    "backup": Publisher(
        principal="backup.amazonaws.com",
        purpose="Backups",
        sentence="AWS Backup vaults",
        condition={},
        page="https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html",
    ),
    "incidents": Publisher(
        principal="ssm-incidents.amazonaws.com",
        purpose="Incidents",
        sentence="Incident Manager",
        condition={"StringEqualsIfExists": {"aws:SourceAccount": "ACCOUNT"}},
        page="https://docs.aws.amazon.com/incident-manager/latest/userguide/chat.html",
    ),
}
"""By the name that the command line takes."""

USUAL = ("cloudwatch", "events", "codestar-notifications", "budgets", "cost-anomalies")


def statements(names: Iterable[str], owner: str, place: Place, topic_arn: str) -> tuple[Statement, ...]:
    """What lets the named services publish to a topic, for this account.

    Raises:
        SetupError: a service that is not known to publish.
    """
    return tuple(_statement(name, owner, place, topic_arn) for name in dict.fromkeys(names))


def _statement(name: str, owner: str, place: Place, topic_arn: str) -> Statement:
    if name not in PUBLISHERS:
        raise SetupError(f"{name} is not known to publish to topics", fix=f"name some of: {', '.join(PUBLISHERS)}")
    one = PUBLISHERS[name]
    filled_in = {"PARTITION": place.partition, "REGION": place.region, "ACCOUNT": place.account}
    condition = {
        operator: {key: _filled(text, filled_in) for key, text in values.items()}
        for operator, values in one.condition.items()
    }
    return publish(one.purpose, owner, one.principal, topic_arn, condition)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return "".join(values.get(part, part) for part in re.split(r"\b(PARTITION|REGION|ACCOUNT)\b", text))

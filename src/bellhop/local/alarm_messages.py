"""What a change of an alarm's state looks like: to SNS, and to EventBridge.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
"""

from __future__ import annotations

import functools
import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import botocore.session

from bellhop.local.times import millis_offset, seconds_z

if TYPE_CHECKING:
    from datetime import datetime

SUBJECT = 100
"""SNS's limit of a subject, in characters; CloudWatch cuts there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An alarm (moto's), the state it left, and when it did; the alarm itself has the new state."""

    alarm: Any
    account: str
    old_state: str
    old_reason: str
    old_reason_data: str
    old_time: datetime


@functools.cache
def region_name(region: str) -> str:
    """Return a region's long name as alarms write it: `Asia Pacific (Seoul)`, but `EU (Frankfurt)`."""
    endpoints: Any = botocore.session.get_session().get_data("endpoints")  # pyright: ignore[reportUnknownMemberType]  # untyped there
    for partition in endpoints["partitions"]:
        if region in partition["regions"]:
            return str(partition["regions"][region]["description"]).replace("Europe (", "EU (")
    return region


def subject(alarm: Any) -> str:
    """Return the subject of the SNS message."""
    return f'{alarm.state_value}: "{alarm.name}" in {region_name(alarm.region_name)}'[:SUBJECT]


def sns_message(change: Change) -> str:
    """Return the message as JSON, its keys in CloudWatch's order."""
    alarm = change.alarm
    document = {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": change.account,
        "AlarmConfigurationUpdatedTimestamp": millis_offset(alarm.configuration_updated_timestamp),
        "NewStateValue": alarm.state_value,
        "NewStateReason": alarm.state_reason,
        "StateChangeTime": millis_offset(alarm.state_updated_timestamp),
        "Region": region_name(alarm.region_name),
        "AlarmArn": alarm.alarm_arn,
        "OldStateValue": change.old_state,
        "OKActions": alarm.ok_actions,
        "AlarmActions": alarm.alarm_actions,
        "InsufficientDataActions": alarm.insufficient_data_actions,
        "Trigger": _trigger(alarm),
    }
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)


def _trigger(alarm: Any) -> dict[str, Any]:
    extended = alarm.extended_statistic
    return {
        "MetricName": alarm.metric_name,
        "Namespace": alarm.namespace,
        "StatisticType": "ExtendedStatistic" if extended else "Statistic",
        **({"ExtendedStatistic": extended} if extended else {"Statistic": str(alarm.statistic or "").upper()}),
        "Unit": alarm.unit,
        "Dimensions": [{"value": d.value, "name": d.name} for d in alarm.dimensions],
        "Period": int(alarm.period or 0),
        "EvaluationPeriods": int(alarm.evaluation_periods),
        "DatapointsToAlarm": int(alarm.datapoints_to_alarm or alarm.evaluation_periods),
        "ComparisonOperator": alarm.comparison_operator,
        "Threshold": float(alarm.threshold or 0),
        "TreatMissingData": alarm.treat_missing_data or "missing",
        "EvaluateLowSampleCountPercentile": alarm.evaluate_low_sample_count_percentile or "",
    }


def event(change: Change) -> dict[str, Any]:
    """Return the EventBridge event `CloudWatch Alarm State Change`."""
    alarm = change.alarm
    metric = {
        "namespace": alarm.namespace,
        "name": alarm.metric_name,
        "dimensions": {d.name: d.value for d in alarm.dimensions},
    }
    stat = {"metric": metric, "period": int(alarm.period or 0), "stat": alarm.extended_statistic or alarm.statistic}
    configuration: dict[str, Any] = {"metrics": [{"id": str(uuid.uuid4()), "metricStat": stat, "returnData": True}]}
    if alarm.description:
        configuration["description"] = alarm.description
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "CloudWatch Alarm State Change",
        "source": "aws.cloudwatch",
        "account": change.account,
        "time": seconds_z(alarm.state_updated_timestamp),
        "region": alarm.region_name,
        "resources": [alarm.alarm_arn],
        "detail": {
            "alarmName": alarm.name,
            "state": _state(
                alarm.state_value, alarm.state_reason, alarm.state_reason_data, alarm.state_updated_timestamp
            ),
            "previousState": _state(change.old_state, change.old_reason, change.old_reason_data, change.old_time),
            "configuration": configuration,
        },
    }


def _state(value: str, reason: str, data: str | None, time: datetime) -> dict[str, str]:
    state = {"value": value, "reason": reason, "timestamp": millis_offset(time)}
    return state | ({"reasonData": data} if data and data != "{}" else {})

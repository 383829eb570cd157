"""What other people's events bear is not passed on: passwords, tokens, signed addresses, environment variables."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bellhop.events import tell
from bellhop.platforms.text import render
from bellhop.reader import Reader
from bellhop.telltale import hide, suspicious
from bellhop.unwrap import unwrap_all

SECRET = "hunter2-correct-horse"
SIGNED = f"https://bucket.s3.amazonaws.com/key?X-Amz-Credential={SECRET}&X-Amz-Signature={SECRET}"


def event(source: str, kind: str, detail: dict[str, Any]) -> str:
    return json.dumps(
        {
            "version": "0",
            "id": "1",
            "detail-type": kind,
            "source": source,
            "account": "111122223333",
            "time": "2026-01-29T06:39:07Z",
            "region": "ap-northeast-2",
            "resources": [],
            "detail": detail,
        }
    )


OVERRIDES = {"containerOverrides": [{"name": "web", "environment": [{"name": "HARMLESS", "value": SECRET}]}]}


@pytest.mark.parametrize(
    "body",
    [
        event("aws.new", "News", {"password": SECRET, "state": "FAILED"}),
        event("aws.new", "News", {"name": "x", "reason": f"can't reach postgres://app:{SECRET}@db:5432/shop"}),
        event("aws.new", "News", {"link": SIGNED}),
        event("aws.new", "News", {"settings": {"environmentVariables": [{"name": "A", "value": SECRET}]}}),
        event("aws.new", "News", {"environment": {"Variables": {"DB": SECRET}}}),
        event("aws.new", "News", {"parameters": [{"name": "DB_PASSWORD", "value": SECRET}]}),
        event(
            "aws.ecs",
            "ECS Task State Change",
            {
                "lastStatus": "STOPPED",
                "overrides": OVERRIDES,
                "stoppedReason": f"exec failed with token --client_secret={SECRET}",
            },
        ),
        event(
            "aws.codepipeline",
            "CodePipeline Action Execution State Change",
            {
                "pipeline": "web",
                "stage": "Build",
                "action": "Go",
                "state": "FAILED",
                "execution-id": "1",
                "execution-result": {
                    "external-execution-summary": f"git clone https://bot:{SECRET}@github.com/shop/web",
                    "external-execution-url": SIGNED,
                },
            },
        ),
        json.dumps({"event": "login", "accessToken": SECRET, "nested": {"deep": {"api_key": SECRET}}}),
        f"deploy failed: password={SECRET}",
    ],
)
def test_a_secret_is_not_told(body: str) -> None:
    for one in unwrap_all(body):
        told = tell(one, Reader())
        assert SECRET not in render(told.notification.message)
        assert "****" in render(told.notification.message) or told.own_layout
        assert SECRET not in repr(told.notification.message.blocks)


def test_what_is_no_secret_stays() -> None:
    value = {"name": "web", "environmentName": "prod", "environment": "prod", "count": 3, "nextToken": "", "ok": True}
    assert hide(value) == value
    assert not suspicious(event("aws.ec2", "EC2 Instance State-change Notification", {"state": "running"}))

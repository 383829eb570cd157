"""The story in Slack and Chime: `bellhop serve` between a local AWS, a pretend Slack and a recording Chime."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import boto3
import pytest
from tests.pretend.chime import PretendChime
from tests.pretend.slack import PretendSlack

from bellhop.aws.session import Clients, Keys
from bellhop.local import LocalAws
from bellhop.local.demo_functions import create_demo_functions
from bellhop.setup.s3_monitor import S3Monitor

pytestmark = pytest.mark.xdist_group("slack-story")
REGION = "ap-northeast-2"
KEYS = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
CONFIG = """
server: {{port: 0}}
store: {{url: "sqlite:///{folder}/bellhop.db"}}
aws: {{region: ap-northeast-2, endpoint: "{aws}"}}
intake: {{certificate_hosts: ["{host}"]}}
slack: {{bot_token: {{env: BOT}}, app_token: {{env: APP}}, api: "{slack}"}}
chime: {{allow_http: true}}
channels:
  ops: {{platform: slack, address: C01OPS, topics: ["arn:aws:sns:ap-northeast-2:123456789012:*"],
    guardrails: [notification, read-only, lambda-invoke]}}
  room: {{platform: chime, address: {{env: HOOK}}, topics: ["arn:aws:sns:ap-northeast-2:123456789012:*"]}}
"""


@asynccontextmanager
async def serving(folder: Path, aws: LocalAws, slack: PretendSlack, chime: PretendChime) -> AsyncGenerator[str]:
    """`bellhop serve` in a process of its own; gives its URL."""
    file = folder / "bellhop.yaml"
    host = aws.certificate_host
    file.write_text(CONFIG.format(folder=folder, aws=aws.endpoint, host=host, slack=slack.base_url))
    environment = {
        **os.environ,
        "BOT": slack.token,
        "APP": slack.app_token,
        "HOOK": chime.url,
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bellhop", "serve", "-c", str(file)), env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield await asyncio.wait_for(_url(process), 60)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 30) == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _url(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    while line := (await process.stderr.readline()).decode():
        if line.startswith("bellhop listens on "):
            return line.split()[-1]
    raise AssertionError("bellhop ended before it was ready")


def watch(aws: LocalAws, url: str) -> None:
    clients = Clients(region=REGION, endpoint=aws.endpoint, keys=Keys(access_key="x", secret_key="x"))
    S3Monitor(bucket="photos", create_bucket=True, subscribe_https=f"{url}/sns").plan(clients).apply()
    create_demo_functions(clients.client("lambda"))
    clients.close()


def upload(aws: LocalAws, key: str) -> None:
    sdk = cast("Any", boto3)  # its stubs know services by literal names only
    s3 = sdk.client("s3", endpoint_url=aws.endpoint, region_name=REGION, **KEYS)
    s3.put_object(Bucket="photos", Key=key, Body=b"x" * 5000)
    s3.close()


def spoken(message: dict[str, Any]) -> str:
    return json.dumps(message, ensure_ascii=False)


def one(slack: PretendSlack, *words: str) -> Callable[[], dict[str, Any] | None]:
    def find() -> dict[str, Any] | None:
        return next((message for message in slack.messages if all(word in spoken(message) for word in words)), None)

    return find


async def test_news_and_commands_in_slack_and_news_in_chime(tmp_path: Path) -> None:
    aws = LocalAws(region=REGION, speed=20)
    await asyncio.to_thread(aws.start)
    try:
        async with PretendSlack() as slack, PretendChime() as chime, serving(tmp_path, aws, slack, chime) as url:
            await asyncio.to_thread(watch, aws, url)
            await asyncio.to_thread(upload, aws, "mia.jpg")
            await told(slack, chime)
            await answered(slack)
    finally:
        await asyncio.to_thread(aws.stop)


async def told(slack: PretendSlack, chime: PretendChime) -> None:
    await slack.until(one(slack, "uploaded s3://photos/mia.jpg"), 60)
    alarm = one(slack, "bellhop-photos", "Lasted")
    await slack.until(alarm, 90)
    updates = [arguments for method, arguments in slack.calls if method == "chat.update"]
    found = alarm()
    assert found is not None
    assert found["ts"] in {arguments["ts"] for arguments in updates}
    await slack.until(lambda: any("mia.jpg" in content for content in chime.contents), 60)
    assert all(content.startswith("/md ") for content in chime.contents)


async def answered(slack: PretendSlack) -> None:
    await slack.until(lambda: slack.sockets, 60)
    await slack.say("<@U0BOT> lambda list-functions --region ap-northeast-2")
    listed = one(slack, "I ran the read-only command in account 123456789012", "Functions (3)")
    await slack.until(listed, 60)
    await slack.say("<@U0BOT> lambda invoke --function-name demo-greeting --payload {“name”: “Minji”}")
    question = one(slack, "I can run the command", "Run command")
    await slack.until(question, 60)
    message = question()
    assert message is not None
    await slack.press(message, "run")
    await slack.until(one(slack, "Hello, Minji!"), 60)

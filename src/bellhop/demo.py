"""`bellhop demo`: a whole AWS, Bellhop and its console on this machine, with the S3 monitor set up between them."""

from __future__ import annotations

import asyncio
import os
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bellhop.app import App
from bellhop.aws.refusal import ask
from bellhop.aws.session import Clients, Keys
from bellhop.config import Config
from bellhop.local import LocalAws
from bellhop.local.demo_functions import create_demo_functions
from bellhop.setup.s3_monitor import S3Monitor

REGION = "ap-northeast-2"
ACCOUNT = "123456789012"
BUCKET = "demo-photos"
QUEUE = "bellhop-demo"
CHANNEL = "ops"
USER = "guest"
_SPEED = 3.0
_SANDBOX = {
    "Version": "2012-10-17",
    "Statement": {"Sid": "DemoSandbox", "Effect": "Allow", "Action": "*", "Resource": "*"},
}
"""It is a made-up account: everything may be tried, after the question that whatever changes something comes with."""
_KEYS = Keys(access_key="AKIAIOSFODNN7EXAMPLE", secret_key="demo")  # noqa: S106  # the local AWS takes any


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What a person needs to try the demo.

    Args:
        console: the web console's URL.
        token: what the console and its API ask for.
        aws_endpoint: for `aws --endpoint-url`.
        region: where everything is.
        channel: the channel's name.
        bucket: the watched bucket.
    """

    console: str
    token: str
    aws_endpoint: str
    region: str = REGION
    channel: str = CHANNEL
    bucket: str = BUCKET


async def run_demo(port: int, *, sqs: bool, locale: str, ready: Callable[[Demo], None]) -> None:
    """Starts everything, says when it is ready, and serves until SIGTERM or SIGINT.

    Args:
        port: the console's; 0 = a free one.
        sqs: events come by SNS → SQS, as in production, instead of SNS over HTTP.
        locale: the channel's language.
        ready: called once with what to try.

    Raises:
        BellhopError: a part can't start; the error names the fix.
    """
    _forget_real_aws()
    with tempfile.TemporaryDirectory(prefix="bellhop-demo-") as folder:
        aws = LocalAws(region=REGION, speed=_SPEED)
        await asyncio.to_thread(aws.start)
        try:
            await _serve(aws, Path(folder), port, sqs=sqs, locale=locale, ready=ready)
        finally:
            await asyncio.to_thread(aws.stop)


async def _serve(
    aws: LocalAws, folder: Path, port: int, *, sqs: bool, locale: str, ready: Callable[[Demo], None]
) -> None:
    token = secrets.token_urlsafe(24)
    clients = Clients(region=REGION, endpoint=aws.endpoint, keys=_KEYS)
    monitor = S3Monitor(bucket=BUCKET, create_bucket=True, subscribe_sqs=QUEUE if sqs else "")
    if sqs:  # the queue must be there before it is polled
        await asyncio.to_thread(monitor.plan(clients).apply)
    config = _config(aws, folder, port, token, sqs=sqs, locale=locale)
    app = App(config, upload=_uploader(clients), bucket=BUCKET)
    up = asyncio.Event()
    serving = asyncio.create_task(app.serve(up.set))
    try:
        waiting = asyncio.create_task(up.wait())
        await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if up.is_set():
            if not sqs:  # SNS asks for the confirmation as soon as it is subscribed
                by_http = S3Monitor(bucket=BUCKET, create_bucket=True, subscribe_https=f"{app.url}/sns")
                await asyncio.to_thread(lambda: by_http.plan(clients).apply())
            await asyncio.to_thread(lambda: create_demo_functions(clients.client("lambda")))
            ready(Demo(console=app.url, token=token, aws_endpoint=aws.endpoint))
        waiting.cancel()
        await serving
    finally:
        app.stop()
        await asyncio.wait({serving})
        clients.close()


def _config(aws: LocalAws, folder: Path, port: int, token: str, *, sqs: bool, locale: str) -> Config:
    os.environ["BELLHOP_DEMO_TOKEN"] = token
    queue = {"url": f"{aws.endpoint}/{ACCOUNT}/{QUEUE}", "region": REGION}
    return Config.model_validate(
        {
            "server": {"port": port},
            "store": {"url": f"sqlite:///{folder / 'bellhop.db'}"},
            "aws": {"region": REGION, "endpoint": aws.endpoint},
            "intake": {"certificate_hosts": [aws.certificate_host], "sqs": [queue] if sqs else []},
            "console": {"title": "Bellhop demo", "users": [{"name": USER, "token": {"env": "BELLHOP_DEMO_TOKEN"}}]},
            "channels": {
                CHANNEL: {
                    "platform": "web",
                    "topics": [f"arn:aws:sns:{REGION}:{ACCOUNT}:*"],
                    "locale": locale,
                    "account": ACCOUNT,
                    "guardrails": ["notification", "lambda-invoke", {"policy": _SANDBOX}],
                    "allow_sensitive": {
                        "reason": "nothing in the demo's account is secret",
                        "actions": [
                            "iam:Get*",
                            "iam:List*",
                            "s3:GetObject",
                            "s3:GetBucketPolicy",
                            "sts:GetCallerIdentity",
                        ],
                    },
                }
            },
            "log": {"level": "warning"},
        }
    )


def _uploader(clients: Clients) -> Callable[[str, str, bytes], asyncio.Future[None]]:
    def put(bucket: str, key: str, content: bytes) -> None:
        ask(clients.client("s3"), "put_object", Bucket=bucket, Key=key, Body=content)

    def upload(bucket: str, key: str, content: bytes) -> asyncio.Future[None]:
        return asyncio.ensure_future(asyncio.to_thread(put, bucket, key, content))

    return upload


def _forget_real_aws() -> None:
    """The demo must not reach an account of whoever tries it, whatever their environment says."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(
        AWS_ACCESS_KEY_ID=_KEYS.access_key,
        AWS_SECRET_ACCESS_KEY=_KEYS.secret_key,
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_EC2_METADATA_DISABLED="true",
    )

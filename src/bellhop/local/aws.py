"""The local AWS as a whole: puts its parts together, starts and stops them."""

from __future__ import annotations

import functools
import threading
from typing import TYPE_CHECKING, Self

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # pyright: ignore[reportMissingTypeStubs]  # moto types them inline

from bellhop.errors import SetupError
from bellhop.local import metrics, patches
from bellhop.local.alarms import Alarms
from bellhop.local.backends import ACCOUNT, backend, forget_everything
from bellhop.local.background import Background
from bellhop.local.bedrock import BedrockRuntime
from bellhop.local.chatbot import Chatbot
from bellhop.local.developer_tools import DeveloperTools
from bellhop.local.functions import Functions
from bellhop.local.gateway import Gateway
from bellhop.local.http_posts import HttpPosts
from bellhop.local.modelled import ModelledApi
from bellhop.local.notification_rules import NotificationRules
from bellhop.local.notification_targets import Notifications
from bellhop.local.rules import Rules
from bellhop.local.server import Server
from bellhop.local.signing import signer
from bellhop.local.sns import Topics
from bellhop.local.support import Support
from bellhop.local.support_events import support_events
from bellhop.local.targets import Targets
from bellhop.local.trails import Trails

if TYPE_CHECKING:
    from types import TracebackType

_in_use = threading.Lock()

WARMED = ("s3", "sns", "sqs", "events", "cloudwatch", "cloudtrail", "lambda", "logs", "iam", "sts")


class LocalAws:
    """An AWS for one machine, reached over HTTP with any credentials; the account is 123456789012.

    Args:
        host: the address to listen on, and the one in SNS's links.
        port: 0 takes a free one.
        region: the region that is made ready before start() returns; all others work as well.
        speed: how many seconds of an alarm's period pass in one second: at 1.0 an alarm with a period of 60 s
            recovers a minute after its last datum, at 3.0 after 20 s. Nothing else is sped up: an alarm turns at once
            at any speed.

    Raises:
        SetupError: by start(), if another local AWS runs in this process (moto's state is the process's) or the
            port is taken.
    """

    def __init__(
        self, *, host: str = "127.0.0.1", port: int = 0, region: str = "ap-northeast-2", speed: float = 1.0
    ) -> None:
        if speed <= 0:
            raise SetupError(f"speed must be above 0, not {speed}", fix="leave it at 1.0, or say 3.0 for a demo")
        self._host, self._port, self._region, self._speed = host, port, region, speed
        self._running: _Running | None = None

    @property
    def endpoint(self) -> str:
        """The address for `endpoint_url`, as `http://127.0.0.1:4566`; only while it runs."""
        if self._running is None:
            raise SetupError("the local AWS is not running", fix="call start(), or use it in a with statement")
        return self._running.endpoint

    @property
    def certificate_host(self) -> str:
        """The host and port that SigningCertURL points to, for the intake's list of further hosts."""
        return self.endpoint.removeprefix("http://")

    def start(self) -> None:
        """Start, with nothing in it."""
        if not _in_use.acquire(blocking=False):
            raise SetupError("a local AWS runs in this process already", fix="stop it first")
        try:
            self._running = _Running(self._host, self._port, self._region, self._speed)
        except BaseException:
            _in_use.release()
            raise

    def stop(self) -> None:
        """Stop: no thread of it is left, and moto is as it was. Does nothing if it does not run."""
        if self._running is not None:
            try:
                self._running.stop()
            finally:
                self._running = None
                _in_use.release()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


@functools.cache
def _moto() -> DomainDispatcherApplication:
    """Return moto's applications: they hold routes, not state, and take a while to make."""
    return DomainDispatcherApplication(create_backend_app)


class _Running:
    """The parts, from start to stop."""

    def __init__(self, host: str, port: int, region: str, speed: float) -> None:
        forget_everything()
        signer()
        self._server = Server(host, port)
        self.endpoint = f"http://{host}:{self._server.server_address[1]}"
        self._background = Background()
        self._posts = HttpPosts(self._background)
        self._functions = functions = Functions(
            endpoint=self.endpoint, background=self._background, count=metrics.count
        )
        targets = Targets(functions=functions, posts=self._posts)
        rules = Rules(targets=targets, background=self._background, count=metrics.count)
        self._trails = Trails(rules=rules)
        self._alarms = Alarms(rules=rules, speed=speed)
        topics = Topics(endpoint=self.endpoint, background=self._background, posts=self._posts, functions=functions)
        self._patches = patches.install(
            topics=topics,
            rules=rules,
            alarms=self._alarms,
            functions=functions,
            developer_tools=DeveloperTools(rules=rules),
        )
        notification_rules = NotificationRules()
        rules.listen(Notifications(rules=notification_rules, background=self._background).hear)
        own = (
            ModelledApi("codestar-notifications", notification_rules, invalid="ValidationException"),
            ModelledApi("chatbot", Chatbot(), invalid="InvalidParameterException"),
            ModelledApi(
                "bedrock-runtime", BedrockRuntime(), invalid="ValidationException", signs="bedrock", paths="/model/"
            ),
            ModelledApi("support", Support(support_events(rules)), invalid="ValidationException"),
        )
        for service in WARMED:
            backend(service, "aws" if service in ("s3", "iam", "sts") else region, ACCOUNT)
        self._alarms.start()
        self._trails.start()
        self._server.start(Gateway(_moto(), self._trails.note, own=own))

    def stop(self) -> None:
        """Stop in the order in which work flows."""
        self._server.stop()
        self._trails.stop()
        self._alarms.stop()
        self._functions.stop()
        self._background.stop()
        self._posts.close()
        self._patches.undo()
        forget_everything()

"""Every place where moto is changed, in one list; all of it is undone at stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import moto.s3.models as s3_models
from moto.awslambda.models import LambdaFunction
from moto.cloudwatch.models import CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.codebuild.models import CodeBuildBackend
from moto.codecommit.responses import CodeCommitResponse
from moto.codedeploy.models import CodeDeployBackend
from moto.codepipeline.models import CodePipelineBackend
from moto.events.models import EventsBackend, Rule
from moto.iam.models import IAMBackend
from moto.sns.models import SNSBackend, Subscription
from moto.sns.responses import SNSResponse

from bellhop.local.developer_tools import list_repositories
from bellhop.local.managed_policies import with_managed_policies
from bellhop.local.widget_images import get_metric_widget_image

if TYPE_CHECKING:
    from collections.abc import Callable

    from bellhop.local.alarms import Alarms
    from bellhop.local.developer_tools import DeveloperTools
    from bellhop.local.functions import Functions
    from bellhop.local.rules import Rules
    from bellhop.local.sns import Topics


class Patches:
    """Attributes that were replaced, and what they were."""

    def __init__(self) -> None:
        self._originals: list[tuple[Any, str, Any]] = []
        self._added: list[tuple[Any, str]] = []

    def replace(self, owner: Any, name: str, make: Callable[[Any], Any]) -> None:
        """Put `make(the original)` in the original's place."""
        original = getattr(owner, name)
        self._originals.append((owner, name, original))
        setattr(owner, name, make(original))

    def add(self, owner: Any, name: str, value: Any) -> None:
        """Give the owner what it lacks."""
        if hasattr(owner, name):
            raise AttributeError(f"moto has {name} by now: leave it to moto")
        self._added.append((owner, name))
        setattr(owner, name, value)

    def undo(self) -> None:
        """Put everything back, the last change first."""
        while self._originals:
            owner, name, original = self._originals.pop()
            setattr(owner, name, original)
        while self._added:
            delattr(*self._added.pop())


def install(
    *, topics: Topics, rules: Rules, alarms: Alarms, functions: Functions, developer_tools: DeveloperTools
) -> Patches:
    """Give moto's calls their side effects; returns what `undo()` is called on."""
    patches = Patches()
    patches.replace(SNSBackend, "subscribe", topics.subscribe)
    patches.replace(SNSBackend, "unsubscribe", topics.unsubscribe)
    patches.replace(Subscription, "publish", topics.publish)
    patches.replace(SNSResponse, "subscribe", topics.subscribe_response)
    patches.replace(SNSResponse, "confirm_subscription", topics.confirm_response)
    patches.replace(SNSResponse, "list_subscriptions", topics.list_response)
    patches.replace(SNSResponse, "list_subscriptions_by_topic", topics.list_response)
    patches.replace(SNSResponse, "get_topic_attributes", topics.topic_attributes_response)
    patches.replace(EventsBackend, "put_events", rules.put_events)
    patches.replace(Rule, "send_to_targets", rules.send_to_targets)
    patches.replace(s3_models, "events_send_notification", lambda _: _no_notification)  # CloudTrail tells of buckets
    patches.replace(CloudWatchBackend, "put_metric_data", alarms.put_metric_data)
    patches.replace(CloudWatchBackend, "put_metric_alarm", alarms.put_metric_alarm)
    patches.replace(CloudWatchBackend, "set_alarm_state", alarms.set_alarm_state)
    patches.replace(LambdaFunction, "invoke", functions.invoke)
    patches.replace(CodeBuildBackend, "start_build", developer_tools.start_build)
    patches.replace(CodeBuildBackend, "stop_build", developer_tools.stop_build)
    patches.replace(CodeBuildBackend, "batch_get_builds", developer_tools.batch_get_builds)
    patches.replace(CodePipelineBackend, "start_pipeline_execution", developer_tools.start_pipeline_execution)
    patches.replace(CodeDeployBackend, "create_deployment", developer_tools.create_deployment)
    patches.replace(IAMBackend, "attach_role_policy", with_managed_policies)
    patches.replace(IAMBackend, "attach_user_policy", with_managed_policies)
    patches.replace(IAMBackend, "get_policy", with_managed_policies)
    patches.add(CodeCommitResponse, "list_repositories", list_repositories)
    patches.add(CloudWatchResponse, "get_metric_widget_image", get_metric_widget_image)
    return patches


def _no_notification(*_: object, **__: object) -> None:
    """Stand where moto tells rules of a new bucket by itself."""

"""A deployment of a service in Amazon ECS began, ended or failed.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.ecs import service
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.ecs", detail_type="ECS Deployment State Change"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which service has what, and why."""
    return service(event, reader, "ecs.deployment")

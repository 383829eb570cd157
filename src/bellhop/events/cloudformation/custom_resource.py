"""CloudFormation asks a custom resource to be made, changed or deleted.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.picking import scalars
from bellhop.events.recognise import Bare
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (Bare(keys=("LogicalResourceId", "RequestType", "StackId")),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what is asked of which resource of which stack; the address that answers for it is not shown."""
    detail = event.detail
    stack = detail.text("StackId")
    values = {
        "what": state_words(reader, detail.text("RequestType", default="?")),
        "name": detail.text("LogicalResourceId", default="?"),
    }
    return compose(
        event,
        reader,
        kind="cloudformation.custom_resource",
        title=reader.say(
            "Custom resource {name}: {what} requested", "사용자 지정 리소스 {name}: {what} 요청", **values
        ),
        details=(
            (reader.say("Stack", "스택"), stack),
            (reader.say("Type"), detail.text("ResourceType", default="")),
            *scalars(detail.at("ResourceProperties"), limit=6),
        ),
        resource=stack,
    )

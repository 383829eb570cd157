"""An Amazon Machine Image became available, failed or was deregistered.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitor-ami-events.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.ec2", detail_type="EC2 AMI State Change"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which image is in which state, and what failed."""
    image, state = event.detail.text("ImageId", default="?"), event.detail.text("State", default="?")
    return compose(
        event,
        reader,
        kind="ec2.image_state",
        title=reader.say("AMI {image}: {state}", "AMI {image}: {state}", image=image, state=state_words(reader, state)),
        feel=feeling(state),
        text=event.detail.text("ErrorMessage", default=""),
        more=links(
            (reader.say("Image", "이미지"), page(event.region, "ec2/home", f"ImageDetails:imageId={escaped(image)}"))
        ),
        thread=image,
        step=Step.UPDATE,
    )

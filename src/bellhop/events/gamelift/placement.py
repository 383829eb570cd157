"""GameLift placed a game session in a fleet, or could not.

https://docs.aws.amazon.com/gameliftservers/latest/developerguide/queue-events.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.recognise import EventBridge
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.gamelift", detail_type="GameLift Queue Placement Event"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says how the placement ended, and where the game runs."""
    detail = event.detail
    kind = detail.text("type", default="?")
    queue = parse_arn(next(iter(event.resources), ""))
    address, port = detail.text("ipAddress", default=""), detail.text("port", default="")
    return compose(
        event,
        reader,
        kind="gamelift.placement",
        title=reader.say("GameLift {name}: {what}", name=queue.name if queue else "?", what=state_words(reader, kind)),
        feel=(Tone.WARN, Severity.LOW) if kind != "PlacementFulfilled" else (Tone.GOOD, Severity.INFO),
        details=(
            (reader.say("Placement", "배치"), detail.text("placementId", default="")),
            (reader.say("Game session", "게임 세션"), detail.text("gameSessionArn", default="")),
            (reader.say("Address"), f"{address}:{port}" if address and port else address),
            (reader.say("Region"), detail.text("gameSessionRegion", default="")),
        ),
    )

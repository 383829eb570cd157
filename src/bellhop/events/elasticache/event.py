"""Something happened to a cache of Amazon ElastiCache.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ECEvents.SNS.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.elasticache import EVENTS
from bellhop.events.layout import compose
from bellhop.events.picking import feeling
from bellhop.events.recognise import Bare, Prose
from bellhop.message import Tone
from bellhop.notification import Notification, Severity
from bellhop.reader import Reader

RECOGNISES = (Prose(text=r"\s*ElastiCache:"), *(Bare(keys=(f"ElastiCache:{name}",)) for name in EVENTS))


def tell(event: Event, reader: Reader) -> Notification:
    """Says what happened to which cache."""
    pairs = [(key, value.text(default="")) for key, value in event.detail.items()]
    if not pairs:
        head, _, rest = event.text.strip().partition(" : ")
        pairs = [(head, rest.strip())]
    what, name = pairs[0][0].removeprefix("ElastiCache:").strip(), pairs[0][1]
    return compose(
        event,
        reader,
        kind="elasticache.event",
        title=reader.say("ElastiCache {name}: {what}", name=name or "?", what=state_words(reader, what)),
        feel=(Tone.WARN, Severity.MEDIUM) if "Failover" in what else feeling(what),
        details=pairs[1:6],
        resource=name,
    )

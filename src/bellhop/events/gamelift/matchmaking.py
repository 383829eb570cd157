"""GameLift FlexMatch looks for a match, found one, or gave up.

https://docs.aws.amazon.com/gamelift/latest/flexmatchguide/match-events.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import clip, compose
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (EventBridge(source="aws.gamelift", detail_type="GameLift Matchmaking Event"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says how the match stands, for how many players, and which rules failed."""
    detail = event.detail
    kind = detail.text("type", default="?")
    config = parse_arn(next(iter(event.resources), ""))
    players = [item.text("playerId", default="?") for item in detail.each("gameSessionInfo", "players")]
    rules = ", ".join(
        item.text("ruleName", default="?")
        for item in detail.each("ruleEvaluationMetrics")
        if item.number("failedCount", default=0)
    )
    return compose(
        event,
        reader,
        kind="gamelift.matchmaking",
        title=reader.say(
            "GameLift {name}: {what}", name=config.name if config else "?", what=state_words(reader, kind)
        ),
        feel=feeling(kind),
        text=detail.text("message", default=""),
        details=(
            (reader.say("Reason"), detail.text("reason", default="")),
            (reader.say("Players", "플레이어"), clip(", ".join(players), 300)),
            (
                reader.say("Tickets", "티켓"),
                ", ".join(item.text("ticketId", default="?") for item in detail.each("tickets")),
            ),
            (reader.say("Failed rules", "실패한 규칙"), rules),
            (reader.say("Match", "매치"), detail.text("matchId", default="")),
        ),
        thread=detail.text("matchId", default=""),
        step=Step.REPLY,
    )

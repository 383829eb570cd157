"""A case with AWS Support was opened, answered, resolved or reopened.

https://docs.aws.amazon.com/awssupport/latest/user/event-bridge-support.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.console import escaped, page
from bellhop.events.layout import compose, links
from bellhop.events.recognise import EventBridge
from bellhop.message import Action, Tone
from bellhop.notification import Notification, Severity, Step
from bellhop.reader import Reader
from bellhop.saying import buttons, say

RECOGNISES = (EventBridge(source="aws.support", detail_type="Support Case Update"),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what happened to which case, and leads to it."""
    detail = event.detail
    case = detail.text("display-id", default="") or detail.text("case-id", default="?")
    what = state_words(reader, detail.text("event-name", default="?"))
    return compose(
        event,
        reader,
        kind="support.case",
        title=reader.say("Support case {case}: {what}", "지원 사례 {case}: {what}", case=case, what=what),
        feel=(Tone.GOOD if "resolve" in what else Tone.INFO, Severity.LOW),
        details=(
            (reader.say("From", "발신"), state_words(reader, detail.text("origin", default=""))),
            (reader.say("Communication", "대화"), detail.text("communication-id", default="")),
        ),
        more=links((reader.say("Case", "사례"), page("", "support/home", f"/case/?displayId={escaped(case)}"))),
        actions=_actions(detail.text("case-id", default=""), reader, resolved="resolve" in what),
        thread=f"support:{case}",
        step=Step.REPLY,
    )


def _actions(case: str, reader: Reader, *, resolved: bool) -> tuple[Action, ...]:
    """View correspondence, Reply and Resolve case, as in AWS's own service; a resolved case opens again by a reply."""
    if not case:
        return ()
    about = ("--case-id", case)
    return buttons(
        say(reader.say("View correspondence", "대화 보기"), ("support", "describe-communications", *about)),
        say(reader.say("Reply", "답장"), ("support", "add-communication-to-case", *about)),
        None if resolved else say(reader.say("Resolve case", "사례 해결"), ("support", "resolve-case", *about)),
    )

"""A job, endpoint, model or pipeline of SageMaker AI changed its state.

https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
"""

from __future__ import annotations

from bellhop.arn import parse_arn
from bellhop.event import Event
from bellhop.events.condition import state_words
from bellhop.events.layout import compose
from bellhop.events.picking import feeling
from bellhop.events.recognise import EventBridge
from bellhop.notification import Notification, Step
from bellhop.reader import Reader

RECOGNISES = (
    EventBridge(
        source="aws.sagemaker",
        detail_type=(
            *tuple(
                f"SageMaker {sort} State Change"
                for sort in (
                    "Batch Transform Job",
                    "Endpoint",
                    "Endpoint Config",
                    "Feature Group",
                    "HyperParameter Tuning Job",
                    "Image",
                    "Image Version",
                    "Model",
                    "Model Card",
                    "Model Package",
                    "Notebook Instance",
                    "Notebook Lifecycle Config",
                    "Processing Job",
                    "Training Job",
                    "Transform Job",
                )
            ),
            "SageMaker Model Building Pipeline Execution Status Change",
            "SageMaker Model Building Pipeline Execution Step Status Change",
        ),
    ),
)


def tell(event: Event, reader: Reader) -> Notification:
    """Says which job, endpoint, model or pipeline stands how, and why it failed."""
    detail = event.detail
    sort = event.detail_type.removeprefix("SageMaker ").partition(" State Change")[0].partition(" Status Change")[0]
    names = [value.text(default="") for key, value in detail.items() if key.endswith("Name")]
    states = [value.text(default="") for key, value in detail.items() if key.lower().endswith("status")]
    arn = parse_arn(next(iter(event.resources), ""))
    name = next(filter(None, names), "") or (arn.name if arn else "?")
    state = next(filter(None, states), "") or "?"
    return compose(
        event,
        reader,
        kind="sagemaker.state",
        title=reader.say(
            "SageMaker {sort} {name}: {state}", sort=sort.lower(), name=name, state=state_words(reader, state)
        ),
        feel=feeling(state),
        text=detail.text("FailureReason", default="") or detail.text("failureReason", default=""),
        details=(
            (reader.say("Step", "단계"), detail.text("stepName", default="")),
            (reader.say("Detail", "상세 상태"), state_words(reader, detail.text("SecondaryStatus", default=""))),
            (reader.say("Resource"), next(iter(event.resources), "")),
        ),
        thread=next(iter(event.resources), ""),
        step=Step.UPDATE,
    )

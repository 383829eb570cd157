"""CodePipeline gives a job to a Lambda function or a custom worker.

https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html
"""

from __future__ import annotations

from bellhop.event import Event
from bellhop.events.layout import clip, compose
from bellhop.events.recognise import Bare
from bellhop.notification import Notification
from bellhop.reader import Reader

RECOGNISES = (Bare(keys=("CodePipeline.job",)),)


def tell(event: Event, reader: Reader) -> Notification:
    """Says what is to be done with which artifacts; the credentials that come with the job are never shown."""
    job = event.detail.at("CodePipeline.job")
    data = job.at("data")
    settings = data.at("actionConfiguration", "configuration")
    artifacts = [
        item.text("name", default="?") for key in ("inputArtifacts", "outputArtifacts") for item in data.each(key)
    ]
    return compose(
        event,
        reader,
        kind="codepipeline.job",
        title=reader.say(
            "CodePipeline job for {name}",
            "{name}에 맡겨진 CodePipeline 작업",
            name=settings.text("FunctionName", default="?"),
        ),
        details=(
            (reader.say("Job", "작업"), job.text("id", default="")),
            (reader.say("Parameters", "파라미터"), clip(settings.text("UserParameters", default=""), 300)),
            (reader.say("Artifacts", "아티팩트"), ", ".join(artifacts)),
        ),
        resource=job.text("id", default=""),
    )

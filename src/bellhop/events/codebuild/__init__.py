"""What CodeBuild's two kinds of events share.

https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bellhop.event import Event
from bellhop.events.console import escaped, page
from bellhop.events.layout import clip, links
from bellhop.message import Link
from bellhop.payload import Payload
from bellhop.reader import Reader


def about(event: Event, reader: Reader) -> Iterator[tuple[str, str]]:
    """What was built, from what, and who started it."""
    told = event.detail.at("additional-information")
    yield reader.say("Started by", "시작한 주체"), told.text("initiator", default="")
    yield reader.say("Source", "소스"), told.text("source", "location", default="")
    yield reader.say("Version", "버전"), told.text("source-version", default="")
    yield reader.say("Began", "시작 시각"), reader.moment(told.time("build-start-time"))


def number(event: Event) -> str:
    """` #42`, or empty."""
    count = event.detail.text("additional-information", "build-number", default="")
    return f" #{count}" if count else ""


def phase(item: Payload, reader: Reader) -> str:
    """`BUILD FAILED in 12 s: COMMAND_EXECUTION_ERROR: …`."""
    name, status = item.text("phase-type", default="?"), item.text("phase-status", default="")
    seconds = item.number("duration-in-seconds", default=-1)
    took = (
        reader.say(" in {span}", " ({span})", span=reader.duration(timedelta(seconds=min(seconds, 1e8))))
        if seconds >= 0
        else ""
    )
    return f"{name} {status}".strip() + took + (f": {why}" if (why := reason(item.at("phase-context"))) else "")


def reason(context: Payload) -> str:
    """The phase's own words, `[": "]` and `[]` being none."""
    said = context.inner()
    lines = said.texts() or ((said.text(default=""),) if said.text(default="").strip("[]") else ())
    return clip(" ".join(line.strip(" :[]") for line in lines), 600)


def ways(event: Event, reader: Reader) -> tuple[Link, ...]:
    """Links to the log and to the build."""
    log = event.detail.text("additional-information", "logs", "deep-link", default="")
    project = escaped(event.detail.text("project-name", default=""))
    build = escaped(event.detail.text("build-id", default="").rpartition("build/")[2])
    return links(
        (reader.say("Log", "로그"), "" if "group=null" in log else log),
        (
            reader.say("Build", "빌드"),
            page(event.region, f"codesuite/codebuild/{event.account}/projects/{project}/build/{build}"),
        ),
    )

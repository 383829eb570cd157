"""The sections of bellhop.yaml on how Bellhop itself is watched: heartbeat, traces, metrics in CloudWatch."""

from __future__ import annotations

from datetime import timedelta
from importlib.util import find_spec

from pydantic import Field, model_validator

from bellhop.config_sections import Part
from bellhop.config_values import Hidden, Span, WebUrl


class HeartbeatSettings(Part):
    """A message to Bellhop itself, by AWS, that proves the whole route."""

    topic: str = Field(default="", pattern=r"^$|^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$")
    bus: str = Field(default="", max_length=256, pattern=r"^[A-Za-z0-9_./:-]*$")
    every: Span = timedelta(minutes=5)
    within: Span = timedelta(minutes=2)
    channel: str

    @model_validator(mode="after")
    def _complete(self) -> HeartbeatSettings:
        if bool(self.topic) == bool(self.bus):
            raise ValueError("wanted either `topic:`, the ARN of an SNS topic, or `bus:`, an EventBridge bus")
        if not timedelta(seconds=10) <= self.within <= self.every:
            raise ValueError("`within:` must be 10s at least and no longer than `every:`")
        return self


class TracesSettings(Part):
    """Where OpenTelemetry traces go."""

    otlp: WebUrl = ""
    service: str = "bellhop"
    sample: float = Field(default=1, ge=0, le=1)
    headers: dict[str, Hidden] = Field(default_factory=dict, repr=False)

    @model_validator(mode="after")
    def _installed(self) -> TracesSettings:
        if self.otlp and find_spec("opentelemetry.exporter") is None:
            raise ValueError("traces need a library: pip install 'bellhop-aws[otel]'")
        return self


class MetricsSettings(Part):
    """Where AWS Chatbot's five metrics go besides /metrics."""

    cloudwatch: str = Field(default="", max_length=255, pattern=r"^[A-Za-z0-9_./#:-]*$")

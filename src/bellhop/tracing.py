"""Traces: one from the acceptance of an event to each of its messages, one for a command. Off unless asked for.

What is off costs nothing: no library is loaded, and each function returns at once. Where an event waits in the outbox,
its trace waits with it, as W3C's `traceparent`: https://www.w3.org/TR/trace-context/#traceparent-header
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bellhop import __version__

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor
    from opentelemetry.trace import Tracer

_FIELD = "traceparent"


class _Tracing:
    """Where spans are made; None while traces are off."""

    tracer: Tracer | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a trace; one that is not traced is the same to whoever uses it.

    Args:
        name: its `traceparent`, for what comes beneath it; empty while traces are off.
        span: OpenTelemetry's own, or None.
    """

    name: str = ""
    span: Any = None

    def end(self, error: str = "") -> None:
        """Ends it, as failed if there is an error."""
        if self.span is None:
            return
        if error:
            from opentelemetry.trace import Status, StatusCode  # noqa: PLC0415  # only where traces are on

            self.span.set_status(Status(StatusCode.ERROR, error))
        self.span.end()


_NOTHING = Span()


def start(processor: SpanProcessor, service: str = "bellhop", sample: float = 1) -> Callable[[], None]:
    """Switches traces on; gives what ends them and sends what is left.

    Args:
        processor: what takes the spans that ended.
        service: `service.name`, as the traces' reader shows it.
        sample: which part of all traces is kept, 0 to 1.
    """
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415  # only where traces are on
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415  # as above
    from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio  # noqa: PLC0415  # as above

    resource = Resource.create({"service.name": service, "service.version": __version__})
    provider = TracerProvider(sampler=ParentBasedTraceIdRatio(sample), resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(processor)
    _Tracing.tracer = provider.get_tracer("bellhop", __version__)

    def stop() -> None:
        _Tracing.tracer = None
        provider.shutdown()

    return stop


def over_otlp(url: str, headers: Mapping[str, str]) -> SpanProcessor:
    """What sends spans to a collector, in batches, over OTLP's HTTP.

    Args:
        url: the collector, `http://localhost:4318`.
        headers: what it wants beside, such as a key.
    """
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415  # as above
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415  # as above

    return BatchSpanProcessor(OTLPSpanExporter(f"{url.rstrip('/')}/v1/traces", headers=dict(headers)))


def begin(name: str, parent: str = "", *, since: datetime | None = None, **attributes: str | int) -> Span:
    """A span that lasts until its `end`.

    Args:
        name: what happens.
        parent: the `traceparent` of what it is part of; empty = of the span around it, or a trace of its own.
        since: when it began (aware), if not now.
        attributes: what is told of it.
    """
    if _Tracing.tracer is None:
        return _NOTHING
    moment = int(since.timestamp() * 1e9) if since else None
    span = _Tracing.tracer.start_span(name, _context(parent), attributes=attributes, start_time=moment)
    return Span(_name(span), span)


@contextmanager
def within(name: str, parent: str = "", **attributes: str | int) -> Generator[Span]:
    """A span around what is done inside, which every span that begins there is part of."""
    if _Tracing.tracer is None:
        yield _NOTHING
        return
    with _Tracing.tracer.start_as_current_span(name, _context(parent), attributes=attributes) as span:
        yield Span(_name(span))


def here() -> str:
    """The `traceparent` of the span around this; empty if there is none."""
    if _Tracing.tracer is None:
        return ""
    from opentelemetry.trace import get_current_span  # noqa: PLC0415  # only where traces are on

    return _name(get_current_span())


def _context(parent: str) -> Any:
    from opentelemetry.trace.propagation.tracecontext import (  # noqa: PLC0415  # only where traces are on
        TraceContextTextMapPropagator,
    )

    return TraceContextTextMapPropagator().extract({_FIELD: parent}) if parent else None


def _name(span: Any) -> str:
    context = span.get_span_context()
    if not context.is_valid:
        return ""
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"

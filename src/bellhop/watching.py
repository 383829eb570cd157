"""What watches the agent itself, put together from its configuration: traces, metrics for CloudWatch, the heartbeat."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import asynccontextmanager

from bellhop import tracing
from bellhop.aws.session import Clients
from bellhop.config import Config
from bellhop.embedded import Embedded
from bellhop.heartbeat import Accept, Heartbeat, sender
from bellhop.running import running
from bellhop.store import Store


@asynccontextmanager
async def telling(config: Config) -> AsyncGenerator[None]:
    """Traces and metrics go where the configuration says, as long as the context lasts."""
    traces, namespace = config.traces, config.metrics.cloudwatch
    stop = (
        tracing.start(tracing.over_otlp(traces.otlp, traces.headers), traces.service, traces.sample)
        if traces.otlp
        else lambda: None
    )
    try:
        if namespace:
            async with running("metrics", Embedded(namespace).run):
                yield
        else:
            yield
    finally:
        stop()


@asynccontextmanager
async def beating(
    config: Config, store: Store, clients: Clients, accept: Accept, wake: Callable[[Collection[str]], None]
) -> AsyncGenerator[Accept]:
    """Gives the intake; with a heartbeat going through it, if one is configured."""
    settings = config.heartbeat
    if settings is None:
        yield accept
        return
    heartbeat = Heartbeat(
        store,
        sender(clients, topic=settings.topic, bus=settings.bus),
        next(channel for channel in config.build_channels() if channel.name == settings.channel),
        where=settings.topic or settings.bus,
        every=settings.every,
        within=settings.within,
        wake=wake,
    )
    async with running("heartbeat", heartbeat.run):
        yield heartbeat.around(accept)

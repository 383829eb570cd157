"""`bellhop doctor`: whether the world is as bellhop.yaml needs it. Nothing is changed, nothing posted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from bellhop.aws.session import Clients
from bellhop.config import Config
from bellhop.doctor.aws_side import look_at_aws
from bellhop.doctor.finding import Finding
from bellhop.doctor.machine import look_at_clock, look_at_store, look_at_url
from bellhop.doctor.slack_side import look_at_slack

__all__ = ["Finding", "examine"]


async def examine(config: Config) -> AsyncIterator[Finding]:
    """Looks at everything, part after part."""
    for finding in await asyncio.to_thread(look_at_store, config.store.url):
        yield finding
    if config.slack:
        for finding in await look_at_slack(config.slack, config.build_channels()):
            yield finding
    clients = Clients(region=config.aws.region, endpoint=config.aws.endpoint)
    try:
        for finding in await asyncio.to_thread(look_at_aws, config, clients):
            yield finding
    finally:
        clients.close()
    for finding in (await look_at_clock(config), await look_at_url(config.server.public_url)):
        if finding:
            yield finding

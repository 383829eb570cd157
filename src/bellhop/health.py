"""How it is: /healthz says that the process lives, /readyz that its store answers, /metrics everything in figures."""

from __future__ import annotations

from datetime import UTC, datetime

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bellhop import metrics
from bellhop.errors import Busy
from bellhop.store import Store
from bellhop.store.backlog import standings
from bellhop.store.fates import count_states


def health_routes(store: Store) -> list[BaseRoute]:
    """The three doors for whoever watches Bellhop."""

    async def readyz(_: Request) -> Response:
        try:
            states = await store.read(count_states)
        except Busy as error:
            return JSONResponse({"ready": False, "error": error.message}, status_code=503)
        return JSONResponse({"ready": True, "deliveries": states})

    async def figures(_: Request) -> Response:
        await look(store)
        return Response(generate_latest(metrics.REGISTRY), media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", _healthz), Route("/readyz", readyz), Route("/metrics", figures)]


async def look(store: Store) -> None:
    """Sets the figures that the store knows: each replica sees the same, whoever sends to a channel."""
    now = datetime.now(UTC)
    try:
        found = await store.read(lambda connection: standings(connection, now))
    except Busy:
        metrics.STORE_UP.set(0)
        return
    metrics.STORE_UP.set(1)
    for one in found:
        name = one.channel
        metrics.BACKLOG.labels(channel=name).set(one.waiting)
        age = max(0.0, (now - one.oldest).total_seconds()) if one.oldest else 0.0
        metrics.BACKLOG_AGE.labels(channel=name).set(age)
        metrics.DEAD.labels(channel=name).set(one.dead)
        metrics.LEASED.labels(channel=name).set(one.leased)
        metrics.BROKEN.labels(channel=name).set(bool(one.broken))


async def _healthz(_: Request) -> Response:
    return Response("ok\n", media_type="text/plain")

"""How it is: /healthz says that the process lives, /readyz that its store answers, /metrics everything in figures."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bellhop.errors import Busy
from bellhop.metrics import REGISTRY
from bellhop.store import Store
from bellhop.store.fates import count_states


def health_routes(store: Store) -> list[BaseRoute]:
    """The three doors for whoever watches Bellhop."""

    async def readyz(_: Request) -> Response:
        try:
            states = await store.read(count_states)
        except Busy as error:
            return JSONResponse({"ready": False, "error": error.message}, status_code=503)
        return JSONResponse({"ready": True, "deliveries": states})

    return [Route("/healthz", _healthz), Route("/readyz", readyz), Route("/metrics", _metrics)]


async def _healthz(_: Request) -> Response:
    return Response("ok\n", media_type="text/plain")


async def _metrics(_: Request) -> Response:
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)

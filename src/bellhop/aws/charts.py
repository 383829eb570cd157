"""An alarm's chart as a PNG: drawn by CloudWatch, or here from CloudWatch's figures.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricWidgetImage.html
"""

from __future__ import annotations

from threading import Event
from typing import Any

import msgspec
import structlog

from bellhop.aws.call import Clients
from bellhop.aws.deadline import TooLate, deadline
from bellhop.aws.refusal import ask
from bellhop.charts.asking import metric_data, widget
from bellhop.charts.figure import Figure
from bellhop.charts.plot import plot_of
from bellhop.errors import AwsRefused

SECONDS = 10.0
"""How long AWS is asked for a chart at most."""

_PNG = b"\x89PNG\r\n\x1a\n"
_log = structlog.get_logger(__name__)


def chart(
    clients: Clients, figure: Figure, *, role: str = "", session_name: str = "", let_go: Event | None = None
) -> bytes:
    """The chart as a PNG. Blocks for up to `SECONDS` and an answer's time-out: call it in a thread.

    CloudWatch is asked first; it has no such operation in some partitions (GovCloud), and a role may lack the
    permission. Then its figures are asked for, and drawn here.

    Args:
        clients: where clients come from.
        figure: what is to be seen.
        role: ARN of the role to ask as; empty = the base credentials.
        session_name: what CloudTrail shows beside the role.
        let_go: nothing more is asked once this is set.

    Raises:
        AwsRefused: AWS gives neither, or not in time.
    """
    figure = figure.seen_from(clients.account(role=role))
    client = clients.client(
        "cloudwatch", region=figure.region, role=role, session_name=session_name, read_timeout=SECONDS / 2
    )
    try:
        with deadline(client, SECONDS, let_go):
            return _drawn_by_aws(client, figure) or _drawn_here(client, figure)
    except TooLate:
        raise AwsRefused("TooLate", f"CloudWatch gave no chart within {SECONDS:.0f} s") from None


def _drawn_by_aws(client: Any, figure: Figure) -> bytes:
    """What CloudWatch drew; empty if it did not."""
    asked = msgspec.json.encode(widget(figure)).decode()
    try:
        image = ask(client, "get_metric_widget_image", MetricWidget=asked).get("MetricWidgetImage")
    except AwsRefused as error:
        _log.info("charts.drawn_here", alarm=figure.name, because=error.code)
        return b""
    return image if isinstance(image, bytes) and image.startswith(_PNG) else b""


def _drawn_here(client: Any, figure: Figure) -> bytes:
    results = ask(client, "get_metric_data", **metric_data(figure)).get("MetricDataResults", [])
    from bellhop.charts.draw import draw  # noqa: PLC0415  # Pillow is loaded by whoever draws only

    return draw(plot_of(figure, results))

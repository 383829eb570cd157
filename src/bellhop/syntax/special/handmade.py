"""All hand-made options, found by the command that they belong to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bellhop.syntax.models import Operation
from bellhop.syntax.options import Table
from bellhop.syntax.special import (
    blobs,
    cloudfront,
    cloudsearch,
    data,
    deploy,
    ec2,
    metrics,
    pipelines,
    security_groups,
)

Adjust = Callable[[Operation, Table], None]

_BY_COMMAND: Mapping[tuple[str, str], Adjust] = {
    **blobs.ADJUSTMENTS,
    **cloudfront.ADJUSTMENTS,
    **cloudsearch.ADJUSTMENTS,
    **data.ADJUSTMENTS,
    **deploy.ADJUSTMENTS,
    **ec2.ADJUSTMENTS,
    **metrics.ADJUSTMENTS,
    **pipelines.ADJUSTMENTS,
    **security_groups.ADJUSTMENTS,
}


def adjust(operation: Operation, table: Table) -> None:
    """Make an operation's table what the AWS CLI makes of it by hand."""
    made = _BY_COMMAND.get((operation.service, operation.verb))
    if made:
        made(operation, table)
    for_all = _BY_COMMAND.get((operation.service, "*"))
    if for_all:
        for_all(operation, table)

"""CloudWatch's charts: this AWS draws none and says so, as GovCloud does; whoever asks can draw its figures.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricWidgetImage.html
"""

from __future__ import annotations

from typing import NoReturn

from moto.cloudwatch.exceptions import InvalidParameterValue


def get_metric_widget_image(_: object) -> NoReturn:
    """Refuse GetMetricWidgetImage."""
    raise InvalidParameterValue("The local AWS draws no charts; draw what GetMetricData gives.")

"""What AWS is asked for: checked against botocore's model of its API, over every alarm among the fixtures."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator

from bellhop.charts.asking import metric_data, offset, widget
from bellhop.charts.figure import figure_of
from bellhop.events.alarms import read
from bellhop.unwrap import unwrap_all

from .conftest import ALARMS, Drawn

NAMES = sorted(path.stem for path in ALARMS.glob("*.json"))


@pytest.mark.parametrize("name", NAMES)
def test_aws_takes_what_it_is_asked(name: str, figure: Drawn) -> None:
    model = ServiceModel(Loader().load_service_model("cloudwatch", "service-2"))
    for operation, parameters in (
        ("GetMetricData", metric_data(figure(name))),
        ("GetMetricWidgetImage", {"MetricWidget": msgspec.json.encode(widget(figure(name))).decode()}),
    ):
        shape = model.operation_model(operation).input_shape
        assert shape is not None
        report = ParamValidator().validate(parameters, shape)
        assert not report.has_errors(), report.generate_report()


@pytest.mark.parametrize("name", NAMES)
def test_the_window_holds_the_change(name: str, figure: Drawn) -> None:
    drawn = figure(name)
    assert drawn.start < drawn.since < drawn.end
    assert drawn.start.timestamp() % max(60, drawn.period) == 0
    assert timedelta(hours=1) <= drawn.end - drawn.start <= timedelta(days=70)


def test_a_metric_is_asked_for_by_its_names_and_dimensions(figure: Drawn) -> None:
    asked = widget(figure("alarm"))
    (row,) = asked["metrics"]
    assert row[:4] == ["AWS/Events", "Invocations", "RuleName", "s3-watch"]
    assert row[4]["stat"] == "Sum"
    assert row[4]["period"] == 60
    assert asked["annotations"]["horizontal"] == [
        {"color": "#d13212", "label": "Threshold 0", "value": 0.0, "fill": "above"}
    ]
    assert asked["annotations"]["vertical"][0]["value"] == "2026-01-29T06:39:07.000Z"


@pytest.mark.parametrize(
    ("zone", "wanted"),
    [("Asia/Seoul", "+0900"), ("America/St_Johns", "-0330"), ("UTC", "+0000"), ("Asia/Kolkata", "+0530")],
)
def test_the_time_axis_is_on_the_channels_clock(zone: str, wanted: str, figure: Drawn) -> None:
    assert widget(figure("alarm", zone))["timezone"] == wanted


def test_an_offset_of_less_than_an_hour_keeps_its_sign() -> None:
    assert offset(timedelta(minutes=-30)) == "-0030"


@pytest.mark.parametrize(("name", "colour"), [("alarm", "#d13212"), ("ok", "#1d8102"), ("insufficient", "#687078")])
def test_the_threshold_has_the_states_colour(name: str, colour: str, figure: Drawn) -> None:
    assert widget(figure(name))["annotations"]["horizontal"][0]["color"] == colour


def test_a_percentile_is_asked_for_as_such(figure: Drawn) -> None:
    assert widget(figure("percentile"))["metrics"][0][-1]["stat"] == "p99"
    assert metric_data(figure("percentile"))["MetricDataQueries"][0]["MetricStat"]["Stat"] == "p99"
    assert figure("percentile").sign == ">="


def test_of_metric_math_only_the_expression_is_seen(figure: Drawn) -> None:
    rows = {row[-1]["id"]: row[-1] for row in widget(figure("math"))["metrics"]}
    assert rows["e1"]["expression"] == "100*m2/m1"
    assert [rows[one]["visible"] for one in ("e1", "m1", "m2")] == [True, False, False]


def test_a_band_takes_the_place_of_the_threshold(figure: Drawn) -> None:
    asked = widget(figure("anomaly"))
    assert "horizontal" not in asked["annotations"]
    assert asked["metrics"][0][:2] == ["AWS/EC2", "NetworkIn"]
    assert asked["metrics"][1][0]["expression"] == "ANOMALY_DETECTION_BAND(m1, 2)"


def test_eventbridge_tells_the_threshold_in_its_reason_only(figure: Drawn) -> None:
    assert figure("eventbridge").threshold == 0.0
    assert figure("china").threshold == 90.0
    assert figure("china").side == "above"
    assert figure("alarm", GreaterThanThreshold="LessThanThreshold").side == "below"


def test_a_recovery_shows_all_of_what_it_ended(figure: Drawn) -> None:
    told = {"2026-01-29T06:14:07.250+0000": "2026-01-28T06:14:07.250+0000"}
    assert figure("eventbridge", **told).start < figure("eventbridge").start - timedelta(hours=23)


def test_without_metrics_or_time_there_is_no_chart() -> None:
    for name in ("cloudwatch.composite_alarm/sns.json", "cloudwatch.composite_alarm/eventbridge.json"):
        (event,) = unwrap_all((Path(ALARMS.parent) / name).read_bytes())
        assert figure_of(read(event), "UTC") is None

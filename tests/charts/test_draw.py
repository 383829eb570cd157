"""The chart that is drawn here: its axes, and that nothing keeps it from being drawn."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bellhop.charts.draw import draw
from bellhop.charts.figure import Figure, figure_of
from bellhop.charts.plot import clock_words, plot_of, time_marks, value_marks, value_words
from bellhop.events.alarms import read
from bellhop.unwrap import unwrap_all

from .conftest import ALARMS, Drawn


def result(figure: Figure, id_: str, value: Callable[[int], float]) -> dict[str, Any]:
    times = [figure.start + timedelta(seconds=figure.period * number) for number in range(30)]
    return {"Id": id_, "Timestamps": times, "Values": [value(number) for number in range(30)]}


def colours(png: bytes) -> set[tuple[int, ...]]:
    picture = Image.open(BytesIO(png)).convert("RGB")
    return {colour for _, colour in picture.getcolors(1_000_000) or () if isinstance(colour, tuple)}


@pytest.mark.parametrize(
    ("name", "colour"),
    [("alarm", (0xD1, 0x32, 0x12)), ("ok", (0x1D, 0x81, 0x02)), ("insufficient", (0x68, 0x70, 0x78))],
)
def test_the_state_colours_the_chart(name: str, colour: tuple[int, int, int], figure: Drawn) -> None:
    png = draw(plot_of(figure(name), [result(figure(name), "m1", float)]))
    assert colour in colours(png)
    assert (0x1F, 0x6F, 0xEB) in colours(png)


def test_corners_are_clear_on_any_background(figure: Drawn) -> None:
    picture = Image.open(BytesIO(draw(plot_of(figure("alarm"), []))))
    assert picture.size == (900, 400)
    assert picture.convert("RGBA").getpixel((0, 0))[3] == 0  # pyright: ignore[reportOptionalSubscript, reportIndexIssue]  # a pixel of RGBA has four parts


@pytest.mark.parametrize("size", [(240, 140), (300, 160), (900, 400), (1600, 900)])
@pytest.mark.parametrize("name", ["percentile", "anomaly", "china"])
def test_it_is_drawn_at_any_size(size: tuple[int, int], name: str, figure: Drawn) -> None:
    found = [result(figure(name), id_, math.sin) for id_ in ("m1", "ad1")]
    assert Image.open(BytesIO(draw(plot_of(figure(name), found), *size))).size == size


@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=30),
    st.floats(-(2.0**360), 2.0**360),
)
def test_no_figures_keep_it_from_being_drawn(values: list[float], threshold: float) -> None:
    figure = _figure(threshold)
    assert draw(plot_of(figure, [result(figure, "m1", lambda number: ([*values, *[0.0] * 30])[number])]), 240, 140)


def test_a_band_has_two_edges(figure: Drawn) -> None:
    drawn = figure("anomaly")
    found = [result(drawn, "ad1", lambda _: 9.0), result(drawn, "m1", float), result(drawn, "ad1", lambda _: 2.0)]
    plot = plot_of(drawn, found)
    assert plot.band is not None
    assert [edge.points[0][1] for edge in plot.band] == [2.0, 9.0]
    assert len(plot.curves) == 1


def test_parts_of_an_expression_are_not_drawn(figure: Drawn) -> None:
    drawn = figure("math")
    plot = plot_of(drawn, [result(drawn, id_, float) for id_ in ("m1", "m2", "e1")])
    assert [curve.label for curve in plot.curves] == ["Error rate = 100*m2/m1"]


def test_the_value_axis_has_round_marks_around_everything(figure: Drawn) -> None:
    drawn = figure("percentile")
    marks = value_marks(plot_of(drawn, [result(drawn, "m1", lambda number: 600 + number)]), 6)
    assert marks == [0, 500, 1000, 1500, 2000, 2500]


@pytest.mark.parametrize(
    ("value", "step", "words"),
    [
        (0, 1, "0"),
        (1500, 500, "1.5k"),
        (2_500_000, 500_000, "2.5M"),
        (0.05, 0.01, "0.05"),
        (92.5, 2.5, "92.5"),
        (-0.25, 0.25, "-0.25"),
        (1e20, 1e19, "1e+20"),
    ],
)
def test_values_are_written_short(value: float, step: float, words: str) -> None:
    assert value_words(value, step) == words


def test_the_time_axis_is_marked_at_round_local_times(figure: Drawn) -> None:
    words = [words for _, words in time_marks(figure("alarm", "Asia/Kolkata"), 8)]
    assert words == ["11:10", "11:20", "11:30", "11:40", "11:50", "12:00", "12:10"]
    assert clock_words(figure("alarm", "Asia/Kolkata")) == "2026-01-29 · UTC+05:30"
    assert clock_words(figure("alarm", "UTC")) == "2026-01-29 · UTC"
    assert clock_words(figure("alarm", "America/St_Johns")).endswith("UTC-03:30")


def _figure(threshold: float) -> Figure:
    (event,) = unwrap_all((ALARMS / "alarm.json").read_bytes())
    found = figure_of(read(event), "UTC")
    assert found is not None
    return replace(found, threshold=threshold)

"""`Plot` → PNG, drawn with Pillow and the font that comes with it. Takes some 15 ms of CPU: call it in a thread.

The card has a background of its own, with round corners, so that it reads on light and on dark pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from bellhop.charts.look import BAND, COLOURS, HEIGHT, LINES, WIDTH
from bellhop.charts.plot import Curve, Plot, Point, clock_words, time_marks, value_marks, value_words

_FINE = 2
"""Shapes are drawn this much larger and made smaller again, which smooths their edges."""
_PAPER, _INK, _SMALL_INK, _GRID, _RIM = "#ffffff", "#24292f", "#57606a", "#e4e7eb", "#d0d7de"
_ZONES, _ZONE = {"ALARM": "#fdecea"}, "#f5f6f8"
_NOTHING = "No data in this period"
_ROUND = 10
_LEGEND = 4
_MARKED = 60
"""Up to so many points each is marked with a dot."""

Box = tuple[int, int, int, int]


def draw(plot: Plot, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """The chart as a PNG.

    Args:
        plot: what to draw.
        width: pixels, 240 or more.
        height: pixels, 140 or more.
    """
    return _Card(plot, width, height).finish()


class _Card:
    """One chart. Lengths that a person reads by, such as letters and margins, are in units that grow with the width."""

    def __init__(self, plot: Plot, width: int, height: int) -> None:
        self._plot = plot
        self._figure = plot.figure
        self._size = width, height
        self._unit = max(0.8, width / 620)
        self._small, self._large = _font(round(12 * self._unit)), _font(round(16 * self._unit))
        self._state = plot.figure.state.replace("_", " ")
        self._colour = COLOURS.get(plot.figure.state, _SMALL_INK)
        self._footed = width >= 400
        self._marks = value_marks(plot, max(2, round(height / 42 / self._unit)))
        step = self._marks[1] - self._marks[0]
        self._words = [value_words(value, step) for value in self._marks]
        left = self._len(22) + max(round(self._small.getlength(words)) for words in self._words)
        bottom = height - self._len(50 if self._footed else 26)
        self._box: Box = (left, self._len(46), width - self._len(16), bottom)
        self._picture = Image.new("RGB", (width * _FINE, height * _FINE), _PAPER)
        self._pen = ImageDraw.Draw(self._picture)

    def finish(self) -> bytes:
        self._draw_zone()
        self._draw_grid()
        self._draw_band()
        for curve, colour in zip(self._plot.curves, _colours(), strict=False):
            self._draw_curve(curve, colour)
        self._draw_limits()
        self._pen.rounded_rectangle([side * _FINE for side in self._pill()], self._len(10) * _FINE, self._colour)
        small = self._picture.reduce(_FINE)
        self._write(ImageDraw.Draw(small))
        small.putalpha(_corners(self._size))
        file = BytesIO()
        small.save(file, "PNG")
        return file.getvalue()

    def _len(self, units: float) -> int:
        return round(units * self._unit)

    def _x(self, seconds: float) -> float:
        left, _, right, _ = self._box
        start, end = self._figure.start.timestamp(), self._figure.end.timestamp()
        return left + (seconds - start) / (end - start) * (right - left)

    def _y(self, value: float) -> float:
        _, top, _, bottom = self._box
        low, high = self._marks[0], self._marks[-1]
        return bottom - (value - low) / (high - low) * (bottom - top)

    def _line(self, points: Iterable[Point], colour: str, thick: float = 1) -> None:
        wide = round(thick * self._unit * _FINE)
        self._pen.line([(x * _FINE, y * _FINE) for x, y in points], colour, wide, "curve")

    def _draw_zone(self) -> None:
        """The side of the threshold on which it alarms."""
        left, top, right, bottom = self._box
        if self._figure.threshold is None or not self._figure.side:
            return
        at = self._y(self._figure.threshold)
        high, low = (top, at) if self._figure.side == "above" else (at, bottom)
        if low > high:
            box = (left * _FINE, high * _FINE, right * _FINE, low * _FINE)
            self._pen.rectangle(box, _ZONES.get(self._figure.state, _ZONE))

    def _draw_grid(self) -> None:
        left, _, right, bottom = self._box
        for value in self._marks:
            self._line(((left, self._y(value)), (right, self._y(value))), _GRID, 0.7)
        self._line(((left, bottom), (right, bottom)), _RIM, 0.7)

    def _draw_band(self) -> None:
        if self._plot.band is None:
            return
        low, high = (self._places(curve.points) for curve in self._plot.band)
        outline = [*low, *reversed(high)]
        if len(outline) > 2:
            self._pen.polygon([(x * _FINE, y * _FINE) for x, y in outline], "#e3e7ea")
            self._line(low, BAND, 0.7)
            self._line(high, BAND, 0.7)

    def _draw_curve(self, curve: Curve, colour: str) -> None:
        dotted = len(curve.points) <= _MARKED
        for run in _runs(curve.points, 1.5 * self._figure.period):
            places = self._places(run)
            if len(places) > 1:
                self._line(places, colour, 1.5)
            for x, y in places if dotted or len(places) == 1 else ():
                self._pen.circle((x * _FINE, y * _FINE), 2.3 * self._unit * _FINE, colour)

    def _draw_limits(self) -> None:
        """The threshold, and when the state began."""
        left, top, right, bottom = self._box
        if self._figure.threshold is not None:
            at = self._y(self._figure.threshold)
            self._line(((left, at), (right, at)), self._colour, 1.2)
        at, dash = self._x(self._figure.since.timestamp()), self._len(4)
        for y in range(top, bottom, 2 * dash):
            self._line(((at, y), (at, min(y + dash, bottom))), self._colour, 1.2)

    def _places(self, points: Sequence[Point]) -> list[Point]:
        left, _, right, _ = self._box
        found = [(self._x(seconds), self._y(value)) for seconds, value in points]
        return [place for place in found if left - 1 <= place[0] <= right + 1]

    def _pill(self) -> Box:
        """What the state is written on."""
        right, wide = self._size[0] - self._len(16), self._small.getlength(self._state)
        return right - self._len(18) - round(wide), self._len(13), right, self._len(33)

    def _write(self, pen: ImageDraw.ImageDraw) -> None:
        width, height = self._size
        left, top, right, bottom = self._box
        pen.rounded_rectangle((0, 0, width - 1, height - 1), _ROUND, outline=_RIM)
        begin, _, end, _ = self._pill()
        head = self._len(23)
        pen.text(((begin + end) / 2, head), self._state, _PAPER, self._small, "mm")
        title = _fit(self._title(), self._large, begin - self._len(32))
        pen.text((self._len(16), head), title, _INK, self._large, "lm")
        for value, words in zip(self._marks, self._words, strict=True):
            pen.text((left - self._len(6), self._y(value)), words, _SMALL_INK, self._small, "rm")
        near = self._len(14)
        for seconds, words in time_marks(self._figure, max(2, (right - left) // self._len(66))):
            if left + near <= self._x(seconds) <= right - near:
                pen.text((self._x(seconds), bottom + self._len(12)), words, _SMALL_INK, self._small, "mm")
        if not any(curve.points for curve in self._plot.curves):
            pen.text(((left + right) / 2, (top + bottom) / 2), _NOTHING, _SMALL_INK, self._large, "mm")
        self._write_threshold(pen)
        if self._footed:
            self._write_foot(pen)

    def _title(self) -> str:
        """The alarm's name, or what it measures if the font can't write that."""
        name = " ".join(self._figure.name.split())
        first = next((metric.words() for metric in self._figure.shown), "")
        return name if _plain(name) == name else _plain(first) or _plain(name)

    def _write_threshold(self, pen: ImageDraw.ImageDraw) -> None:
        limit = self._figure.threshold
        if limit is None:
            return
        at, (left, top, _, _) = self._y(limit), self._box
        words = f"alarm if {self._figure.sign} {limit:.6g}" if self._figure.sign else f"threshold {limit:.6g}"
        below = at - top < self._len(18)
        spot = (left + self._len(5), at + self._len(4 if below else -4))
        pen.text(spot, words, self._colour, self._small, "lt" if below else "ls", 2, _PAPER)

    def _write_foot(self, pen: ImageDraw.ImageDraw) -> None:
        """The legend, and which day and clock the time axis has."""
        width, height = self._size
        at, clock, edge = height - self._len(16), clock_words(self._figure), self._len(16)
        room = width - 2 * edge - self._small.getlength(clock) - self._len(10)
        pen.text((width - edge, at), clock, _SMALL_INK, self._small, "rm")
        x, shown = float(edge), self._plot.curves[:_LEGEND]
        for curve, colour in zip(shown, _colours(), strict=False):
            words = _fit(_plain(curve.label), self._small, room / len(shown) - self._len(24))
            pen.line((x, at, x + self._len(11), at), colour, self._len(2.2))
            pen.text((x + self._len(16), at), words, _SMALL_INK, self._small, "lm")
            x += self._len(28) + self._small.getlength(words)


def _runs(points: Sequence[Point], gap: float) -> Iterator[Sequence[Point]]:
    """Points in runs without a gap between them."""
    begin = 0
    for number, (one, following) in enumerate(pairwise(points), start=1):
        if following[0] - one[0] > gap:
            yield points[begin:number]
            begin = number
    if points:
        yield points[begin:]


def _colours() -> Iterator[str]:
    while True:
        yield from LINES


def _fit(words: str, font: ImageFont.FreeTypeFont, room: float) -> str:
    """As much of some words as there is room for."""
    if font.getlength(words) <= room:
        return words
    while words and font.getlength(words + "…") > room:
        words = words[:-1]
    return words.rstrip() + "…" if words else ""


def _plain(words: str) -> str:
    """What the font, which has Latin letters only, can write; all else stands in the message beside the picture."""
    return " ".join(re.sub(r"[^ -\u017f\u2026\u2264\u2265]", " ", words).split())


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("this Pillow was built without FreeType; install the wheel from PyPI")
    return font


@cache
def _corners(size: tuple[int, int]) -> Image.Image:
    large = Image.new("L", (size[0] * 4, size[1] * 4), 0)
    ImageDraw.Draw(large).rounded_rectangle((0, 0, size[0] * 4 - 1, size[1] * 4 - 1), 4 * _ROUND, fill=255)
    return large.reduce(4)

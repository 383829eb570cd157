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
_ZONES = {"ALARM": "#fdecea"}
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
    def __init__(self, plot: Plot, width: int, height: int) -> None:
        self._plot = plot
        self._figure = plot.figure
        self._size = width, height
        self._state = plot.figure.state.replace("_", " ")
        self._colour = COLOURS.get(plot.figure.state, _SMALL_INK)
        rows = 1 if width >= 480 else 0
        self._marks = value_marks(plot, max(2, height // 60))
        step = self._marks[1] - self._marks[0]
        self._words = [value_words(value, step) for value in self._marks]
        left = 24 + max(round(_font(12).getlength(words)) for words in self._words)
        self._box: Box = (left, 52, width - 20, height - 30 - 24 * rows)
        self._picture = Image.new("RGB", (width * _FINE, height * _FINE), _PAPER)
        self._pen = ImageDraw.Draw(self._picture)

    def finish(self) -> bytes:
        self._draw_zone()
        self._draw_grid()
        self._draw_band()
        for curve, colour in zip(self._plot.curves, _colours(), strict=False):
            self._draw_curve(curve, colour)
        self._draw_limits()
        self._draw_pill()
        small = self._picture.reduce(_FINE)
        self._write(ImageDraw.Draw(small))
        small.putalpha(_corners(self._size))
        file = BytesIO()
        small.save(file, "PNG")
        return file.getvalue()

    def _x(self, seconds: float) -> float:
        left, _, right, _ = self._box
        start, end = self._figure.start.timestamp(), self._figure.end.timestamp()
        return left + (seconds - start) / (end - start) * (right - left)

    def _y(self, value: float) -> float:
        _, top, _, bottom = self._box
        low, high = self._marks[0], self._marks[-1]
        return bottom - (value - low) / (high - low) * (bottom - top)

    def _line(self, points: Iterable[Point], colour: str, thick: float = 1) -> None:
        self._pen.line([(x * _FINE, y * _FINE) for x, y in points], colour, round(thick * _FINE), "curve")

    def _draw_zone(self) -> None:
        """The side of the threshold on which it alarms."""
        left, top, right, bottom = self._box
        if self._figure.threshold is None or not self._figure.side:
            return
        at = self._y(self._figure.threshold)
        high, low = (top, at) if self._figure.side == "above" else (at, bottom)
        if low > high:
            box = (left * _FINE, high * _FINE, right * _FINE, low * _FINE)
            self._pen.rectangle(box, _ZONES.get(self._figure.state, "#f5f6f8"))

    def _draw_grid(self) -> None:
        left, _, right, bottom = self._box
        for value in self._marks:
            self._line(((left, self._y(value)), (right, self._y(value))), _GRID)
        self._line(((left, bottom), (right, bottom)), _RIM)

    def _draw_band(self) -> None:
        if self._plot.band is None:
            return
        low, high = (self._places(curve.points) for curve in self._plot.band)
        outline = [*low, *reversed(high)]
        if len(outline) > 2:
            self._pen.polygon([(x * _FINE, y * _FINE) for x, y in outline], "#e3e7ea")
            self._line(low, BAND)
            self._line(high, BAND)

    def _draw_curve(self, curve: Curve, colour: str) -> None:
        dotted = len(curve.points) <= _MARKED
        for run in _runs(curve.points, 1.5 * self._figure.period):
            places = self._places(run)
            if len(places) > 1:
                self._line(places, colour, 2)
            for x, y in places if dotted or len(places) == 1 else ():
                self._pen.circle((x * _FINE, y * _FINE), 3 * _FINE, colour)

    def _draw_limits(self) -> None:
        """The threshold, and when the state began."""
        left, top, right, bottom = self._box
        if self._figure.threshold is not None:
            at = self._y(self._figure.threshold)
            self._line(((left, at), (right, at)), self._colour, 1.5)
        at = self._x(self._figure.since.timestamp())
        for y in range(top, bottom, 8):
            self._line(((at, y), (at, min(y + 4, bottom))), self._colour, 1.5)

    def _draw_pill(self) -> None:
        """What the state is written on."""
        self._pen.rounded_rectangle([side * _FINE for side in self._pill()], 11 * _FINE, self._colour)

    def _pill(self) -> Box:
        width = self._size[0]
        return width - 40 - round(_font(12).getlength(self._state)), 15, width - 20, 37

    def _places(self, points: Sequence[Point]) -> list[Point]:
        left, _, right, _ = self._box
        found = [(self._x(seconds), self._y(value)) for seconds, value in points]
        return [place for place in found if left - 1 <= place[0] <= right + 1]

    def _write(self, pen: ImageDraw.ImageDraw) -> None:
        width, height = self._size
        left, top, right, bottom = self._box
        pen.rounded_rectangle((0, 0, width - 1, height - 1), 10, outline=_RIM)
        begin, _, end, _ = self._pill()
        pen.text(((begin + end) / 2, 26), self._state, _PAPER, _font(12), "mm")
        pen.text((20, 26), _fit(self._title(), 16, begin - 40), _INK, _font(16), "lm")
        for value, words in zip(self._marks, self._words, strict=True):
            pen.text((left - 8, self._y(value)), words, _SMALL_INK, _font(12), "rm")
        for seconds, words in time_marks(self._figure, max(2, (right - left) // 90)):
            if left + 14 <= self._x(seconds) <= right - 14:
                pen.text((self._x(seconds), bottom + 14), words, _SMALL_INK, _font(12), "mm")
        if not any(curve.points for curve in self._plot.curves):
            pen.text(((left + right) / 2, (top + bottom) / 2), "No data in this period", _SMALL_INK, _font(15), "mm")
        self._write_threshold(pen)
        if height - bottom > 40:
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
        below = at - top < 18
        spot = (left + 6, at + 4 if below else at - 4)
        pen.text(spot, words, self._colour, _font(12), "lt" if below else "ls", 2, _PAPER)

    def _write_foot(self, pen: ImageDraw.ImageDraw) -> None:
        """The legend, and which day and clock the time axis has."""
        width, height = self._size
        clock = clock_words(self._figure)
        room = width - 40 - _font(12).getlength(clock) - 20
        pen.text((width - 20, height - 20), clock, _SMALL_INK, _font(12), "rm")
        x, shown = 20.0, self._plot.curves[:_LEGEND]
        for curve, colour in zip(shown, _colours(), strict=False):
            words = _fit(_plain(curve.label), 12, room / len(shown) - 30)
            pen.line((x, height - 20, x + 14, height - 20), colour, 3)
            pen.text((x + 20, height - 20), words, _SMALL_INK, _font(12), "lm")
            x += 36 + _font(12).getlength(words)


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


def _fit(words: str, size: int, room: float) -> str:
    """As much of some words as there is room for."""
    if _font(size).getlength(words) <= room:
        return words
    while words and _font(size).getlength(words + "…") > room:
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
    ImageDraw.Draw(large).rounded_rectangle((0, 0, size[0] * 4 - 1, size[1] * 4 - 1), 40, fill=255)
    return large.reduce(4)

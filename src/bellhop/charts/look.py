"""Size and colours of a chart, whoever draws it."""

WIDTH, HEIGHT = 900, 400
"""Pixels."""

COLOURS = {"ALARM": "#d13212", "OK": "#1d8102", "INSUFFICIENT_DATA": "#687078"}
"""By state: the threshold, and the moment of the change."""

LINES = ("#1f6feb", "#8250df", "#bf8700", "#1a7f8e", "#bf3989", "#57606a")
BAND = "#95a5a6"

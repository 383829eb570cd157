"""Whatever is logged, by Bellhop or by a library, bears no secret."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bellhop.config_sections import Log
from bellhop.logs import mask_secrets, set_up_logging

WORD = "hunter2hunter2"
TOKEN = "xoxb-" + "1234567890-abcdefghij"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"
KEY = f"-----BEGIN RSA PRIVATE KEY-----\n{WORD}\n-----END RSA PRIVATE KEY-----"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def fail(why: str) -> None:
    raise ValueError(why)


class Odd:
    def __repr__(self) -> str:
        return f"<Odd password={WORD}>"


@pytest.mark.parametrize(
    "value",
    [
        f"postgresql://bellhop:{WORD}@db/bellhop",
        f"password={WORD}",
        f"https://b.s3.amazonaws.com/k?X-Amz-Signature={WORD}&X-Amz-Date=1",
        f"Authorization: Bearer {WORD}",
        KEY,
        {"a": [{"DB_PASSWORD": WORD}, {"name": "ACCESS_TOKEN", "value": WORD}, f"pwd={WORD}"]},
        ({"SecretString": WORD},),
        {"environment": {"Variables": {"COLOUR": WORD}}},
        Odd(),
        ValueError(f"password={WORD}"),
        f"password={WORD}".encode(),
    ],
)
@pytest.mark.parametrize("form", ["json", "console"])
def test_a_value_is_masked(form: Any, value: Any, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging(Log(format=form))
    structlog.get_logger("x").warning("it.failed", value=value, channel="ops")
    said = capsys.readouterr().err
    assert WORD not in said
    assert "****" in said
    assert "it.failed" in said
    assert "ops" in said
    if form == "json":
        assert json.loads(said)["channel"] == "ops"


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_traceback_is_masked(form: Any, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging(Log(format=form))
    try:
        fail(f"no {TOKEN}, no {JWT}, {KEY}")
    except ValueError:
        structlog.get_logger("x").exception("it.failed")
    said = capsys.readouterr().err
    assert "ValueError: no ****, no ****, ****" in said
    assert "test_masking.py" in said


def test_what_a_library_logs_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger().handlers.clear()  # else pytest's own handler stands in the place of ours
    set_up_logging(Log())
    logging.getLogger("boto").warning("can't reach https://me:%s@proxy", WORD)
    try:
        fail(f"secret_access_key={WORD}")
    except ValueError:
        logging.getLogger("boto").exception("it failed")
    said = capsys.readouterr().err
    assert "WARNING boto can't reach https://me:****@proxy" in said
    assert "secret_access_key=****" in said
    assert WORD not in said


def test_what_is_no_secret_stays() -> None:
    event = {"event": "x.y", "ask": "5f0c", "count": 3, "why": None, "rows": {"audit": 2}, "exc_info": sys.exc_info()}
    assert mask_secrets(None, "info", dict(event)) == event

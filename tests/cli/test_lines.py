"""What programs read: one line out for each line in, whatever stands in it."""

import json
import os
import subprocess
import sys

import pytest
import structlog

from bellhop.config_sections import Log
from bellhop.logs import set_up_logging

LINES = (
    "lambda list-functions",
    "\ud800",
    "s3api list-buckets --bucket \udc00x",
    "cloudwatch get-metric-data --start-time 9999999999999999 --end-time x --metric-data-queries []",
    "cloudwatch put-metric-data --namespace x --metric-data MetricName=a,Value=inf",
    'dynamodb put-item --table-name t --item {"a":{"N":1e400}}',
    "",
    "@aws " + "x" * 10_000,
    "\x00",
    "ec2 describe-instances --filters Name=a,Values=[b",
)


def bellhop(*words: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bellhop", *words],
        input=stdin.encode(),
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
        timeout=60,
    )


def no_constants(name: str) -> object:
    raise AssertionError(f"{name} is no JSON")


def test_explain_answers_every_line_in_order() -> None:
    odd = "not json\n7\nnull\n"
    done = bellhop("explain", "--stdin", stdin="".join(json.dumps(line) + "\n" for line in LINES) + odd)
    assert (done.returncode, done.stderr) == (0, b"")
    answers = [json.loads(line, parse_constant=no_constants) for line in done.stdout.splitlines()]
    assert len(answers) == len(LINES) + 3
    assert answers[0]["operation"] == "ListFunctions"
    assert all(answer["error"]["kind"] for answer in answers if not answer["ok"])
    assert [answer["error"]["kind"] for answer in answers[-3:]] == ["bad-line"] * 3


@pytest.mark.parametrize("to", ["text", "slack", "chime", "html"])
def test_a_narrow_terminal_gets_escapes_and_no_traceback(to: str) -> None:
    event = json.dumps({"source": "aws.x", "detail-type": "한글 “x” 🙂", "detail": {"state": "끝"}})
    done = bellhop("render", "--stdin", "--to", to, "--locale", "ko", stdin=event + "\n", PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, b"")
    if to in ("slack", "chime"):
        assert json.loads(done.stdout.decode("latin-1"))["ok"]


def test_an_unexpected_error_is_logged_without_what_stood_in_variables(capsys: pytest.CaptureFixture[str]) -> None:
    before = structlog.get_config()
    try:
        set_up_logging(Log())
        token = "xoxb-" + "very-secret"
        try:
            int(token[:4])
        except ValueError:
            structlog.get_logger().exception("app.loop_failed", length=len(token))
    finally:
        structlog.configure(**before)
    said = capsys.readouterr().err
    assert "ValueError: " in said
    assert "xoxb-very-secret" not in said

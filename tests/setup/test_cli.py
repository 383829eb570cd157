"""`bellhop setup s3-monitor` as a person and as a script use it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from bellhop.aws.refusal import ask
from bellhop.aws.session import Clients
from bellhop.setup import cli
from bellhop.setup.cli import acting

Run = Callable[..., Result]


@pytest.fixture
def run(endpoint: str, bucket: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command on the test's bucket; what it prints is in `output`, errors included."""
    for name, value in (
        ("ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("SECRET_ACCESS_KEY", "secret"),
        ("REGION", "ap-northeast-2"),
    ):
        monkeypatch.setenv(f"AWS_{name}", value)
    for name in ("AWS_PROFILE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*words: str, **options: Any) -> Result:
        arguments = ["s3-monitor", "--bucket", bucket, "--endpoint", endpoint, *words]
        return CliRunner().invoke(cli.setup_group, arguments, **options)

    return invoke


def test_without_a_word_nothing_is_done(run: Run, bucket: str, clients: Clients) -> None:
    result = run("--subscribe-sqs", f"q-{bucket}")
    assert result.exit_code == 0
    assert f"+ create     SNS topic           bellhop-{bucket}" in result.output
    assert "Plan: 8 to create, 0 to change, 0 to delete." in result.output
    assert bucket not in str(ask(clients.client("sns"), "list_topics"))


def test_applying_shows_each_step_and_a_second_time_there_is_nothing_to_do(run: Run, bucket: str) -> None:
    first = run("--subscribe-sqs", f"q-{bucket}", "--apply")
    assert first.exit_code == 0
    assert f"+ CloudWatch alarm bellhop-{bucket} … done" in first.output
    assert first.output.rstrip().endswith("Done: 8 created, 0 changed, 0 deleted.")
    second = run("--subscribe-sqs", f"q-{bucket}", "--apply")
    assert second.exit_code == 0
    assert second.output.rstrip().endswith("No changes.")


def test_destroying_shows_first_and_needs_a_yes(run: Run, bucket: str) -> None:
    run("--apply")
    shown = run("--destroy", "--plan")
    assert "Plan: 0 to create, 0 to change, 5 to delete." in shown.output
    refused = run("--destroy")
    assert refused.exit_code == 1
    assert "fix: add --yes" in refused.output
    done = run("--destroy", "--yes")
    assert done.exit_code == 0
    assert done.output.rstrip().endswith("Done: 0 created, 0 changed, 5 deleted.")
    assert run("--destroy", "--yes").output.rstrip().endswith("No changes.")


@pytest.mark.parametrize(("answer", "code", "said"), [("y\n", 0, "Done: 5 created"), ("n\n", 1, "Aborted!")])
def test_at_a_terminal_it_asks(run: Run, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, said: str) -> None:
    monkeypatch.setattr(acting, "_at_a_terminal", lambda: True)
    result = run("--apply", input=answer)
    assert "Do this in AWS? [y/N]" in result.output
    assert said in result.output
    assert result.exit_code == code
    if code:
        assert "…" not in result.output


def test_json_is_one_document_on_stdout(run: Run) -> None:
    planned = json.loads(run("--json").stdout)
    assert planned["applied"] is False
    assert planned["summary"]["create"] == 5
    applied = run("--json", "--apply")
    assert json.loads(applied.stdout)["applied"] is True
    assert "… done" in applied.stderr
    assert json.loads(run("--json").stdout)["summary"]["create"] == 0


def test_colours_only_at_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" not in run(color=True).output
    monkeypatch.setattr(acting, "_on_a_screen", lambda: True)
    assert "\x1b[32m" in run(color=True).output


def test_no_color_wins(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting, "_on_a_screen", lambda: True)
    assert "\x1b[" in run(color=True).output
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run(color=True).output


@pytest.mark.parametrize(
    "words", [("--apply", "--destroy"), ("--apply", "--plan"), ("--purge-logs",), ("--template", "toml")]
)
def test_words_that_do_not_go_together(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_an_error_tells_its_fix_and_no_traceback(run: Run) -> None:
    result = run("--log-bucket", "Not A Bucket")
    assert result.exit_code == 1
    assert "Error: 'Not A Bucket' is no log bucket name: wanted" in result.output
    missing = run("--bucket", "nosuch-bucket-here")
    assert missing.exit_code == 1
    assert "fix: check --bucket, --region and the account, or add --create-bucket" in missing.output


def test_it_says_that_nobody_listens(run: Run) -> None:
    assert "nobody is subscribed" in run().stderr
    assert "nobody is subscribed" not in run("--subscribe-sqs", "q").stderr


WEB = "arn:aws:codepipeline:ap-northeast-2:123456789012:web"
BELLHOP = "arn:aws:iam::123456789012:role/bellhop"
TEMPLATES = (
    ("s3-monitor", "--bucket", "photos", "--create-bucket"),
    ("s3-monitor", "--bucket", "photos", "--create-bucket", "--subscribe-sqs", "bellhop"),
    ("s3-monitor", "--bucket", "photos", "--create-bucket", "--subscribe-https", "https://b.example.com/sns"),
    ("developer-tools", "--resource", WEB, "--resource", WEB + "-2", "--subscribe-sqs", "bellhop"),
    ("events", "--types", "all", "--subscribe-sqs", "bellhop"),
    ("topic", "--publisher", "rds", "--subscribe-sqs", "bellhop"),
    ("role", "--name", "ops", "--template", "read-only,lambda-invoke", "--trust", BELLHOP),
    ("agent", "--attach", BELLHOP, "-c", "bellhop.yaml"),
)


def test_the_templates_are_ones_that_cloudformation_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bellhop.yaml").write_text(f"channels: {{ops: {{platform: web, role: '{BELLHOP}-ops'}}}}")
    files: list[Path] = []
    for number, words in enumerate(TEMPLATES):
        for form in ("yaml", "json"):
            result = CliRunner().invoke(cli.setup_group, [*words, "--cloudformation", form])
            assert result.exit_code == 0, result.output
            files.append(tmp_path / f"{number}.{form}")
            files[-1].write_text(result.stdout)
    lint = [Path(sys.executable).with_name("cfn-lint"), "--regions", "ap-northeast-2", "--", *files]
    done = subprocess.run(lint, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_template_is_for_any_account_and_region(run: Run) -> None:
    text = run("--subscribe-sqs", "bellhop", "--template").stdout
    assert "123456789012" not in text
    assert "ap-northeast-2" not in text
    resources = yaml.safe_load(text)["Resources"]
    assert len(resources) == 12
    for resource in resources.values():
        needs = resource.get("DependsOn", [])
        assert set([needs] if isinstance(needs, str) else needs) <= set(resources)
    assert json.loads(run("--subscribe-sqs", "bellhop", "--template", "json").stdout)["Resources"] == resources

"""What Bellhop is deployed with is well-formed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml

TEMPLATE = Path(__file__).parents[2] / "deploy/cloudformation/bellhop.yaml"


def test_cfn_lint_finds_nothing() -> None:
    words = [
        sys.executable,
        "-c",
        "from cfnlint.runner import main; main()",
        "--regions",
        "ap-northeast-2",
        "--template",
        str(TEMPLATE),
    ]
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (0, "")


def test_the_compose_file_is_yaml_with_health_and_limits() -> None:
    compose = yaml.safe_load((TEMPLATE.parents[1] / "compose.yaml").read_text(encoding="utf-8"))
    assert {"image", "build"} & compose["services"]["bellhop"].keys()
    assert compose["services"]["db"]["healthcheck"]["test"][0] == "CMD"

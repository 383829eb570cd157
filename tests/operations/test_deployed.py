"""What is shipped to watch and to deploy Bellhop with names only what there is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from prometheus_client.metrics import MetricWrapperBase

from bellhop import metrics

ROOT = Path(__file__).parents[2]
DASHBOARD: dict[str, Any] = json.loads((ROOT / "deploy/grafana/bellhop.json").read_text(encoding="utf-8"))
RULES: list[dict[str, Any]] = yaml.safe_load((ROOT / "deploy/prometheus/rules.yaml").read_text(encoding="utf-8"))[
    "groups"
][0]["rules"]
EXPRESSIONS = [
    *(target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]),
    *(rule["expr"] for rule in RULES),
]


def _series() -> dict[str, set[str]]:
    """Every series that /metrics can show, and its labels."""
    found: dict[str, set[str]] = {}
    for known in vars(metrics).values():
        if isinstance(known, MetricWrapperBase):
            one = cast("Any", known)  # the client's metrics tell their names and labels to nobody
            labels = set(cast("tuple[str, ...]", one._labelnames))
            for end in {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}.get(one._type, ("",)):
                found[f"{one._name}{end}"] = labels | ({"le"} if end == "_bucket" else set())
    return found


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_metric_and_label_that_is_asked_for_is_there(expression: str) -> None:
    series = _series()
    named = re.findall(r"\bbellhop_\w+", expression)
    assert named or expression.startswith("up{")
    assert set(named) <= series.keys()
    labels = {one.strip() for group in re.findall(r"by \(([^)]*)\)", expression) for one in group.split(",")}
    labels |= set(re.findall(r"[{,]\s*(\w+)=", expression)) - {"job"}
    assert labels <= {label for name in named for label in series[name]}


def test_every_metric_is_explained() -> None:
    manual = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    plain = {re.sub(r"_(bucket|sum|count)$", "", name) for name in _series()}
    assert [name for name in sorted(plain) if f"`{name}`" not in manual] == []


def test_the_dashboard_can_be_loaded() -> None:
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids)) > 10
    (source,) = DASHBOARD["templating"]["list"]
    assert {panel["datasource"]["uid"] for panel in DASHBOARD["panels"]} == {f"${{{source['name']}}}"}


def test_every_rule_says_what_it_means() -> None:
    assert all(rule["annotations"]["summary"] and rule["alert"].startswith("Bellhop") for rule in RULES)

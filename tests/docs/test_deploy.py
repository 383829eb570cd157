"""What is shipped to run Bellhop with: the container, the unit, the policies, the SQL of the manual."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from botocore import xform_name
from botocore.session import Session
from sqlalchemy import func, insert, select, text
from tests.docs.pages import ROOT, blocks, read

import bellhop.store
from bellhop.guardrails import needs
from bellhop.guardrails.deny import matching
from bellhop.store import Store
from bellhop.store.tables import events, metadata

DOCKERFILE = read(ROOT / "Dockerfile")
POLICIES = sorted((ROOT / "deploy" / "iam").glob("*.json"))
PARTS = ("alarm", "log_bucket", "queue", "rule", "subscription", "topic", "trail", "watched")
_CALL = re.compile(r'"(sns|sqs|s3|events|cloudwatch|cloudtrail)",\s+"([a-z_0-9]+)"')


def test_the_container_copies_only_what_is_sent_to_the_builder() -> None:
    sent = {line[1:] for line in read(ROOT / ".dockerignore").splitlines() if line.startswith("!")}
    copied = {
        word for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE) for word in line.split()[:-1]
    }
    assert copied == sent
    assert all((ROOT / name).exists() for name in sent)


def test_the_container_is_not_root_and_runs_a_command_that_there_is() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users
    assert users[-1] not in ("root", "0", "0:0")
    assert "--require-hashes" in DOCKERFILE
    (command,) = re.findall(r"^CMD (\[.+\])$", DOCKERFILE, re.MULTILINE)
    assert json.loads(command) == ["serve", "-c", "/etc/bellhop/bellhop.yaml"]


@pytest.fixture
def health() -> Iterator[HTTPServer]:
    class Healthz(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(int(self.path.rpartition("/")[2]))
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # http.server's name
            pass

    server = HTTPServer(("127.0.0.1", 0), Healthz)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
def test_the_containers_health_check_works(health: HTTPServer, status: int, healthy: bool) -> None:
    (check,) = re.findall(r"^  CMD (\[.+\])$", DOCKERFILE, re.MULTILINE)
    words = [sys.executable, *json.loads(check)[1:]]
    url = f"http://127.0.0.1:{health.server_port}/{status}"
    assert (
        subprocess.run(words, env={"BELLHOP_HEALTH": url}, capture_output=True, check=False).returncode == 0
    ) is healthy


def test_the_compose_file_mounts_what_there_is() -> None:
    compose = yaml.safe_load(read(ROOT / "deploy" / "compose.yaml"))
    agent = compose["services"]["bellhop"]
    assert agent["read_only"] is True
    assert (ROOT / "deploy" / agent["volumes"][0].partition(":")[0]).exists()
    named = {name for service in compose["services"].values() for name in _named(service["volumes"])}
    assert named == set(compose["volumes"])
    wanted = set(re.findall(r"\{env: (\w+)\}", read(ROOT / "deploy" / "config.yaml")))
    assert wanted <= set(agent["environment"])


def _named(volumes: list[str]) -> list[str]:
    return [source for source in (volume.partition(":")[0] for volume in volumes) if source[0] not in "./"]


def test_the_unit_does_not_restart_on_a_wrong_configuration() -> None:
    unit = read(ROOT / "deploy" / "bellhop.service")
    assert "RestartPreventExitStatus=2" in unit
    assert "ExecStart=/opt/bellhop/bin/bellhop serve -c /etc/bellhop/bellhop.yaml" in unit


@pytest.mark.parametrize("policy", POLICIES, ids=lambda path: path.stem)
def test_a_policy_names_actions_that_there_are(policy: Path) -> None:
    for action in _actions(policy):
        service, _, name = action.partition(":")
        assert re.fullmatch(r"[a-z0-9]+", service)
        assert re.fullmatch(r"[A-Z]\w+\*?", name)


def test_setup_of_the_s3_monitor_may_do_what_it_does() -> None:
    allowed = _actions(ROOT / "deploy" / "iam" / "setup-s3-monitor.json")
    setup = ROOT / "src" / "bellhop" / "setup"
    calls = {call for name in PARTS for call in _CALL.findall(read(setup / f"{name}.py"))}
    assert len(calls) > 30
    lacking = [
        f"{service}:{operation} needs {action}"
        for service, operation in sorted(calls)
        for action in needs(service, _api_name(service, operation)).actions
        if not matching([action], allowed)
    ]
    assert lacking == []


def test_the_agent_may_poll_and_become_its_channels() -> None:
    allowed = _actions(ROOT / "deploy" / "iam" / "agent.json")
    source = read(ROOT / "src" / "bellhop" / "sources" / "sqs.py")
    for call in re.findall(r'ask\(\s*self\._client\(\),\s*"(\w+)"', source):
        name = _api_name("sqs", call)
        assert matching(needs("sqs", name).actions, allowed), name
    assert "sts:AssumeRole" in allowed


def _actions(policy: Path) -> list[str]:
    statements = json.loads(read(policy))["Statement"]
    actions = [statement["Action"] for statement in statements]
    return [name for action in actions for name in ([action] if isinstance(action, str) else action)]


def _api_name(service: str, method: str) -> str:
    names = Session().get_service_model(service).operation_names
    return next(name for name in names if xform_name(name) == method)


@pytest.mark.parametrize("readme", ["README.md", "README.ko.md"])
def test_the_readme_says_what_every_table_holds(readme: str) -> None:
    for module in pkgutil.iter_modules(bellhop.store.__path__):
        importlib.import_module(f"bellhop.store.{module.name}")
    assert [name for name in metadata.tables if f"`{name}`" not in read(ROOT / readme)] == []


async def test_the_sql_that_keeps_it_small_deletes_what_is_old_and_nothing_else(tmp_path: Path) -> None:
    (block,) = blocks(ROOT / "docs" / "operations.md", "sql")
    store = Store(f"sqlite:///{tmp_path}/bellhop.db")
    store.open()
    try:
        with store.engine.begin() as connection:
            for key, ago in (("old", "-100 days"), ("new", "-80 days")):
                received = text(f"strftime('%s', 'now', '{ago}') * 1000000")
                row = {"key": key, "source": "sns", "body": "{}", "received": received, "state": "routed"}
                connection.execute(insert(events).values(row))
            for statement in block.text.split(";\n"):
                if statement.strip():
                    connection.execute(text(statement))
            assert connection.execute(select(events.c.key)).scalars().all() == ["new"]
            assert connection.execute(select(func.count()).select_from(events)).scalar_one() == 1
    finally:
        store.close()

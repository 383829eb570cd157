"""Approval rules: which commands they cover, who may agree, and what bellhop.yaml may say of them."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bellhop.approval import ApprovalRule, Vote, agreed, first_reminder, lifetime, may_approve, missing
from bellhop.aws.session import Clients
from bellhop.channel import Channel
from bellhop.cli import bellhop
from bellhop.cli._local_run import make_grammar
from bellhop.command import Command, Decision, Verdict
from bellhop.config import load_config
from bellhop.errands import Errands
from bellhop.errors import ConfigError, Denied
from bellhop.guards import Guards, read_guards
from bellhop.people import Circle, Group, People, Person

GRAMMAR = make_grammar()
NOW = datetime(2026, 3, 1, tzinfo=UTC)
ALL = [{"policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}}]
OPS = {"platform": "web", "region": "us-east-1", "account": "111122223333", "guardrails": ALL}
DELETE = "s3api delete-bucket --bucket prod-logs"


def write(folder: Path, *rules: dict[str, Any], **more: Any) -> Path:
    file = folder / "bellhop.yaml"
    kept = {"channels": {"ops": OPS, "dev": OPS}, "groups": {"sre": ["U1SRE01", "U2SRE02"]}, "approvals": list(rules)}
    file.write_text(yaml.safe_dump({**kept, **more}))
    return file


def guards_of(folder: Path, *rules: dict[str, Any], **more: Any) -> tuple[Guards, Channel]:
    config = load_config(write(folder, *rules, **more))
    return read_guards(config, lambda arn, role: ""), next(one for one in config.build_channels() if one.name == "ops")


def decided(guards: Guards, channel: Channel, text: str, *, account: str = "") -> Decision:
    command = GRAMMAR.parse(text)
    asker = guards.asker(channel, "U9", region=command.region or channel.region, account=account)
    return guards.decide(command, GRAMMAR.model(command), asker)


def rule(**more: Any) -> dict[str, Any]:
    return {"actions": ["s3:Delete*"], "approvers": ["sre"], **more}


@pytest.mark.parametrize(
    ("about", "text", "verdict"),
    [
        ({}, DELETE, "approve"),
        ({}, "s3api create-bucket --bucket prod-logs", "confirm"),
        ({}, "s3api list-buckets", "allow"),
        ({"actions": ["*"]}, "s3api list-buckets", "approve"),
        ({"actions": ["*"], "access": ["write", "tagging"]}, "s3api list-buckets", "allow"),
        ({"actions": ["*"], "access": ["write", "tagging"]}, DELETE, "approve"),
        ({"actions": ["*"], "access": ["tagging"]}, DELETE, "confirm"),
        ({"resources": ["arn:aws:s3:::prod-*"]}, DELETE, "approve"),
        ({"resources": ["arn:aws:s3:::prod-*"]}, "s3api delete-bucket --bucket test-logs", "confirm"),
        ({"accounts": ["111122223333"]}, DELETE, "approve"),
        ({"accounts": ["444455556666"]}, DELETE, "confirm"),
        ({"channels": ["ops"]}, DELETE, "approve"),
        ({"channels": ["dev"]}, DELETE, "confirm"),
        # What a command that names an id touches is not all known: the rule holds to be safe.
        (
            {"actions": ["ec2:TerminateInstances"], "resources": ["arn:aws:ec2:*:*:instance/i-1*"]},
            "ec2 terminate-instances --instance-ids i-123",
            "approve",
        ),
    ],
)
def test_which_commands_a_rule_covers(tmp_path: Path, about: dict[str, Any], text: str, verdict: str) -> None:
    guards, channel = guards_of(tmp_path, rule(**about))
    found = decided(guards, channel, text)
    assert found.verdict == verdict
    assert bool(found.approvals) is (verdict == "approve")


def test_the_decision_names_the_rule_and_where_it_stands(tmp_path: Path) -> None:
    guards, channel = guards_of(tmp_path, rule(name="prod"))
    found = decided(guards, channel, DELETE)
    line = next(
        n for n, text in enumerate((tmp_path / "bellhop.yaml").read_text().splitlines(), 1) if "actions" in text
    )
    assert found.because.startswith(f"it needs approval, by “prod” (bellhop.yaml, line {line}); allowed by")
    assert any("approval is needed by: “prod”" in note for note in guards.notes("ops"))


def test_an_unknown_account_counts_as_covered(tmp_path: Path) -> None:
    ops = {name: value for name, value in OPS.items() if name != "account"}
    guards, channel = guards_of(tmp_path, rule(accounts=["444455556666"]), channels={"ops": ops})
    assert guards.needs_account("ops")
    assert decided(guards, channel, DELETE).verdict is Verdict.APPROVE
    assert decided(guards, channel, DELETE, account="111122223333").verdict is Verdict.CONFIRM


def test_what_is_denied_stays_denied(tmp_path: Path) -> None:
    guards, channel = guards_of(tmp_path, rule(), channels={"ops": {**OPS, "guardrails": ["read-only"]}})
    assert decided(guards, channel, DELETE).verdict is Verdict.DENY


def test_all_rules_that_cover_a_command_hold(tmp_path: Path) -> None:
    guards, channel = guards_of(tmp_path, rule(), rule(actions=["*"], needs=2, expires="20m"))
    found = decided(guards, channel, DELETE)
    assert [one.needs for one in found.approvals] == [1, 2]
    assert lifetime(found.approvals) == timedelta(minutes=20)


@pytest.mark.parametrize(
    ("about", "wanted"),
    [
        ({"approvers": ["nobody"]}, "approvals.0.approvers: 'nobody' is nobody"),
        ({"approvers": []}, "approvals.0.approvers"),
        ({"needs": 3}, "approvals.0.needs: 3 have to agree, but only 2 may"),
        ({"actions": ["delete"]}, "approvals.0.actions.0"),
        ({"channels": ["prod"]}, "there is no channel 'prod'"),
        ({"expires": "5s"}, "wanted a span between 1m and 30d"),
        ({"remind": "5s"}, "wanted a span of 1m or more"),
        ({"approver": ["sre"]}, "did you mean 'approvers'?"),
    ],
)
def test_what_bellhop_yaml_may_not_say(tmp_path: Path, about: dict[str, Any], wanted: str) -> None:
    with pytest.raises(ConfigError) as error:
        load_config(write(tmp_path, rule(**about)))
    assert wanted in str(error.value)


def test_a_group_and_a_person_of_one_name_are_kept_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "secret")
    console = {"users": [{"name": "sre", "token": {"env": "TOKEN"}}]}
    with pytest.raises(ConfigError, match="both a group and a user of the console"):
        load_config(write(tmp_path, rule(), console=console))


def vote(user: str, *, yes: bool = True) -> Vote:
    return Vote(user=user, name=user, yes=yes, reason="", at=NOW)


MINJI = Person(name="minji", ids=frozenset({"U-minji", "minji-web"}))
PEOPLE = People(persons=(MINJI,), groups={"sre": Group(people=frozenset({"a", "b", "c", "minji"}))}, levels={})
CIRCLE = Circle(people=PEOPLE, members={})


def test_whose_yes_counts() -> None:
    two = ApprovalRule(place="here", approvers=("sre", "z"), needs=2)
    assert may_approve(two, "a", "x", CIRCLE)
    assert may_approve(two, "z", "x", CIRCLE)
    assert not may_approve(two, "y", "x", CIRCLE)
    assert not may_approve(two, "", "x", CIRCLE)
    assert not may_approve(two, "a", "a", CIRCLE)
    lax = ApprovalRule(place="here", approvers=("sre",), self_approval=True)
    assert may_approve(lax, "a", "a", CIRCLE)
    assert missing(two, [vote("a"), vote("a"), vote("y"), vote("b", yes=False)], "x", CIRCLE) == 1
    assert agreed((two,), [vote("a"), vote("z")], "x", CIRCLE)
    assert not agreed((two,), [vote("a"), vote("z")], "a", CIRCLE)
    assert not agreed((), [vote("a")], "x", CIRCLE)
    # One person with two ids is one person, and does not agree with herself.
    assert missing(two, [vote("U-minji"), vote("minji-web")], "x", CIRCLE) == 1
    assert not may_approve(two, "U-minji", "minji-web", CIRCLE)
    assert first_reminder([two]) == timedelta(minutes=15)
    assert first_reminder([ApprovalRule(place="", approvers=("a",), remind=timedelta(0))]) is None


_PEOPLE = st.sampled_from(["a", "b", "c", "x", "y", "z"])
_RULES = st.builds(
    ApprovalRule,
    place=st.just("here"),
    approvers=st.lists(st.sampled_from(["sre", "x", "z"]), min_size=1).map(tuple),
    needs=st.integers(1, 3),
    self_approval=st.booleans(),
)
_VOTES = st.lists(st.builds(vote, _PEOPLE, yes=st.booleans()))


@given(rules=st.lists(_RULES, min_size=1, max_size=3), more=_RULES, votes=_VOTES, asker=_PEOPLE)
def test_another_rule_never_asks_for_less(
    rules: list[ApprovalRule], more: ApprovalRule, votes: list[Vote], asker: str
) -> None:
    assert agreed([*rules, more], votes, asker, CIRCLE) <= agreed(rules, votes, asker, CIRCLE)
    assert agreed(rules, votes, asker, CIRCLE) == agreed(rules[::-1], votes[::-1], asker, CIRCLE)


@given(rules=st.lists(_RULES, min_size=1, max_size=3), votes=_VOTES, asker=_PEOPLE)
def test_nobody_agrees_alone_where_it_is_forbidden(rules: list[ApprovalRule], votes: list[Vote], asker: str) -> None:
    mine = [one for one in votes if one.user == asker]
    if not all(one.self_approval for one in rules):
        assert not agreed(rules, mine, asker, CIRCLE)


def test_a_call_without_the_approval_is_refused(tmp_path: Path) -> None:
    guards, channel = guards_of(tmp_path, rule())

    class Caller:
        async def run(self, command: Command, **_: Any) -> str:
            return command.operation

    errands = Errands(GRAMMAR, Clients(region="us-east-1"), Caller(), guards)  # type: ignore[arg-type]  # it calls nobody
    errand = asyncio.run(errands.understand(DELETE, channel, "U9"))
    with pytest.raises(Denied, match="ask for it in the channel"):
        asyncio.run(errands.call(errand, channel, "U9"))


def test_the_command_line_knows_approvals(tmp_path: Path) -> None:
    tests = [{"channel": "ops", "command": DELETE, "expect": "approve"}]
    file = str(write(tmp_path, rule(), guardrail_tests=tests, store={"url": f"sqlite:///{tmp_path}/b.db"}))
    runner = CliRunner()
    tested = runner.invoke(bellhop, ["guardrails", "test", "-c", file])
    assert tested.exit_code == 0, tested.output
    explained = runner.invoke(bellhop, ["explain", "-c", file, "--channel", "ops", DELETE])
    assert '"decision": "approve"' in explained.output
    ran = runner.invoke(bellhop, ["run", "--yes", "-c", file, "--channel", "ops", DELETE])
    assert ran.exit_code == 4
    assert "not run: it needs approval, by bellhop.yaml, line" in ran.output

"""Smaller hand-made options: EMR, Config, Kinesis, RDS, and lists whose items are the only member of a structure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bellhop.syntax.models import Operation
from bellhop.syntax.options import Option, Parameters, Put, Table, Takes, exclude, extra, putting
from bellhop.syntax.shapes import StructureShape
from bellhop.syntax.values import BadValue, is_object, unpack

_STATES = {
    "active": ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING", "TERMINATING"],
    "terminated": ["TERMINATED"],
    "failed": ["TERMINATED_WITH_ERRORS"],
}


def _emr_list_clusters(_: Operation, table: Table) -> None:
    table.change("cluster-states", takes=Takes.SOME)
    for name, states in _STATES.items():
        option = Option(name=name, dest=name, takes=Takes.NOTHING, put=_putting_states(states), type="boolean")
        table.add(option)
    for name in _STATES:
        exclude(table, [name], {"cluster-states", *_STATES} - {name})


def _putting_states(states: list[str]) -> Put:
    def put(parameters: Parameters, _: bool) -> None:
        parameters["ClusterStates"] = states

    return put


def _emr_add_tags(_: Operation, table: Table) -> None:
    table.change("tags", takes=Takes.SOME, put=_put_tags, type="list of key=value")


def _put_tags(parameters: Parameters, raw: list[str]) -> None:
    pairs = [tag.partition("=") for tag in raw]
    parameters["Tags"] = [{"Key": key, "Value": value} for key, _, value in pairs]


def _configuration_recorder(_: Operation, table: Table) -> None:
    recorder = table.options["configuration-recorder"].shape
    assert isinstance(recorder, StructureShape)
    group = recorder.members["recordingGroup"]

    def put(parameters: Parameters, raw: str) -> None:
        outer: Any = parameters.setdefault("ConfigurationRecorder", {})
        if not is_object(outer):
            raise BadValue("--configuration-recorder has to be a structure")
        outer["recordingGroup"] = unpack(group, raw)

    table.add(extra("recording-group", put, kind="structure"))


def _kinesis_list_streams(_: Operation, table: Table) -> None:
    table.tokens = (*table.tokens, "exclusive-start-stream-name")


def _rds_add_option(_: Operation, table: Table) -> None:
    table.remove("options-to-remove")


def _rds_remove_option(_: Operation, table: Table) -> None:
    table.remove("options-to-include")


def take_bare_words(operation: Operation, table: Table) -> None:
    """Let each word of a list be the only member of a structure: `--instances i-1 i-2`; for waiters too."""
    name = _BARE_WORDS.get((operation.service, operation.verb))
    if name:
        option = table.options[name]
        assert option.shape is not None
        table.change(name, put=putting(option.member, option.shape, single_member=True))


_BARE_WORDS: Mapping[tuple[str, str], str] = {
    ("elb", "deregister-instances-from-load-balancer"): "instances",
    ("elb", "describe-instance-health"): "instances",
    ("elb", "register-instances-with-load-balancer"): "instances",
    ("elb", "remove-tags"): "tags",
    ("firehose", "put-record-batch"): "records",
    ("workspaces", "reboot-workspaces"): "reboot-workspace-requests",
    ("workspaces", "rebuild-workspaces"): "rebuild-workspace-requests",
    ("workspaces", "terminate-workspaces"): "terminate-workspace-requests",
}

ADJUSTMENTS: Mapping[tuple[str, str], Any] = {
    ("configservice", "put-configuration-recorder"): _configuration_recorder,
    ("emr", "add-tags"): _emr_add_tags,
    ("emr", "list-clusters"): _emr_list_clusters,
    ("kinesis", "list-streams"): _kinesis_list_streams,
    ("rds", "add-option-to-option-group"): _rds_add_option,
    ("rds", "remove-option-from-option-group"): _rds_remove_option,
}

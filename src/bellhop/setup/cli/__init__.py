"""`bellhop setup …`: the AWS side, planned, applied or destroyed from the command line. A module a command."""

from __future__ import annotations

import click

from bellhop.setup.cli.agent import agent
from bellhop.setup.cli.developer_tools import developer_tools
from bellhop.setup.cli.events import events
from bellhop.setup.cli.role import role
from bellhop.setup.cli.s3_monitor import s3_monitor
from bellhop.setup.cli.topic import topic


@click.group("setup")
def setup_group() -> None:
    """Set up the AWS side: topics, rules, alarms, queues, roles."""


for _command in (s3_monitor, developer_tools, events, topic, role, agent):
    setup_group.add_command(_command)

"""What `bellhop run` and `bellhop explain` need of the rest of Bellhop."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from bellhop.channel import Channel
from bellhop.errors import ConfigError
from bellhop.syntax import Grammar
from bellhop.syntax.models import Models

if TYPE_CHECKING:
    from bellhop.aws.session import Clients
    from bellhop.config import Config
    from bellhop.errands import Errands
    from bellhop.guardrails.role import RoleFacts
    from bellhop.guards import Guards


def find_channel(config: Config | None, name: str, config_file: Path, account: str = "") -> Channel:
    """The channel whose role, region and guardrails count; without a configuration, a plain one.

    Args:
        config: bellhop.yaml, or None.
        name: the channel's; empty = the first.
        config_file: where `config` was read.
        account: the name or the 12 digits of one of the channel's accounts, or empty.

    Raises:
        ConfigError: there is no channel of that name, or it does not work in that account.
    """
    channel = _channel(config, name, config_file)
    if not account:
        return channel
    found = [one for one in channel.accounts if account in (one.id, one.name)]
    if not found:
        known = ", ".join(one.label for one in channel.accounts) or "none"
        key = f"channels.{channel.name}.accounts"
        raise ConfigError(f"no account {account!r}; there are {known}", file=config_file, key=key)
    return channel.at(found[0].id)


def _channel(config: Config | None, name: str, config_file: Path) -> Channel:
    if config is None:
        if name:
            raise ConfigError(f"needed for --channel {name}, but not there", file=config_file, fix="name it with -c")
        return Channel(name="terminal", platform="terminal")
    channels = {channel.name: channel for channel in config.build_channels()}
    if not name:
        return next(iter(channels.values()))
    if name not in channels:
        raise ConfigError(f"no channel {name!r}; there are {', '.join(channels)}", file=config_file, key="channels")
    return channels[name]


def make_grammar() -> Grammar:
    """The grammar, with its compiled models where they are."""
    return Grammar(Models(user_cache_path("bellhop")))


def make_errands(config: Config | None, region: str, endpoint: str) -> Errands:
    """Everything that runs a command, with the terminal's own credentials."""
    from bellhop.aws.call import Caller
    from bellhop.aws.session import Clients
    from bellhop.errands import Errands

    clients = Clients(
        region=region or (config.aws.region if config else ""),
        endpoint=endpoint or (config.aws.endpoint if config else "") or os.environ.get("AWS_ENDPOINT_URL", ""),
    )
    timeout = config.aws.command_timeout if config else 15
    guards = make_guards(config, lambda: clients) if config else None
    return Errands(make_grammar(), clients, Caller(clients, threads=1, timeout=timeout), guards)


def make_guards(config: Config, clients: Callable[[], Clients] | None = None) -> Guards:
    """The guardrails of every channel; AWS is asked only for managed policies that are not kept.

    Raises:
        ConfigError: a policy is wrong.
        AwsRefused: a managed policy can't be fetched.
    """
    from bellhop.aws.policies import ManagedPolicies
    from bellhop.aws.role_policies import RolePolicies
    from bellhop.aws.session import Clients
    from bellhop.guards import read_guards

    def own() -> Clients:
        return Clients(region=config.aws.region, endpoint=config.aws.endpoint)

    @cache
    def role(arn: str) -> RoleFacts:
        return RolePolicies((clients or own)()).read(arn)

    managed = ManagedPolicies(clients or own, user_cache_path("bellhop") / "policies").read
    return read_guards(config, managed, role)


def current_user() -> str:
    """Who sits at the terminal."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "terminal"

"""The option `-c bellhop.yaml`, for every command that reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from bellhop.config import Config

F = TypeVar("F", bound=Callable[..., object])
DEFAULT = Path("bellhop.yaml")


def config_option(function: F) -> F:
    """Adds `-c/--config`, which becomes the argument `config_file`."""
    option = click.option(
        "-c",
        "--config",
        "config_file",
        type=click.Path(path_type=Path),
        default=DEFAULT,
        envvar="BELLHOP_CONFIG",
        show_default=True,
        show_envvar=True,
        help="The configuration file.",
    )
    return option(function)


def load_if_there(config_file: Path) -> Config | None:
    """The configuration; None if the usual file is not there. A file that was asked for must be there."""
    if config_file == DEFAULT and not config_file.exists():
        return None
    from bellhop.config import load_config  # its types take a quarter of a second to build

    return load_config(config_file)

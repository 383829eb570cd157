"""The command line. One module a command, found by a walk of this folder; imported only when it is called."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from typing import NoReturn

import click

from bellhop import __version__
from bellhop.cli._output import write_what_can_be_written
from bellhop.errors import BellhopError, ConfigError

_ORDER = (
    "demo",
    "serve",
    "run",
    "explain",
    "render",
    "setup",
    "check",
    "guardrails",
    "deliveries",
    "replay",
    "slack",
    "models",
)


class _Commands(click.Group):
    """Commands out of modules: `deliveries.py` has a `command` in it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's
        found = [module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")]
        return sorted(found, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        return importlib.import_module(f"{__name__}.{cmd_name}").command


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="bellhop")
def bellhop() -> None:
    """The AWS chatbot that you run yourself.

    AWS's news comes to your chat channels; your errands in AWS run from them.

    \b
    Try it on this machine, without an AWS account:   bellhop demo
    Run it for your team:                             bellhop serve -c bellhop.yaml
    """


def main() -> NoReturn:
    """Runs the command line: exit 0 done, 2 for usage or config, 1 for other errors raised on purpose."""
    write_what_can_be_written()
    try:
        bellhop(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except ConfigError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except BellhopError as error:
        click.echo(f"bellhop: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    sys.exit(0)

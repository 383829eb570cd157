"""`bellhop serve`: the agent."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from pathlib import Path

import click

from bellhop.cli._config import config_option
from bellhop.config import load_config


@click.command()
@config_option
def command(config_file: Path) -> None:
    """Run the agent: intake, delivery, commands and the web console.

    Stops cleanly on SIGTERM and Ctrl-C: what is being sent is finished, the rest stays in the store.

    \b
    Example:
      bellhop serve -c bellhop.yaml
    """
    gc.disable()  # nothing that is made while it starts is garbage, and looking for some takes a tenth of the time
    config = load_config(config_file)

    from bellhop.app import App
    from bellhop.logs import set_up_logging

    set_up_logging(config.log)
    app = App(config)

    def ready() -> None:
        gc.freeze()  # what is there now stays: it need never be looked through again
        gc.enable()
        click.echo(f"bellhop listens on {app.url}", err=True)

    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(app.serve(ready=ready))
    finally:
        gc.enable()


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:  # there is none for Windows
        return None
    return uvloop.new_event_loop

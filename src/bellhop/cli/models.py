"""`bellhop models`: AWS's service models, compiled so that a service's first command is fast."""

from __future__ import annotations

import os
import signal
import sys
import threading

import click


@click.group()
def command() -> None:
    """Compile AWS's service models into one file.

    The agent does it by itself on its first start, and goes on without it until then: a service's first command takes
    some 80 ms instead of one. Do it when an image is built, and no start has to.
    """


@command.command("build")
@click.option("--quiet", is_flag=True, help="No progress.")
@click.option("--nice", is_flag=True, help="Let everything else go first.")
@click.option("--attached", is_flag=True, hidden=True, help="End when standard input does.")
def build_command(*, quiet: bool, nice: bool, attached: bool) -> None:
    """Build the file, if it is not there yet: about 20 seconds.

    \b
    Example:
      bellhop models build
    """
    from platformdirs import user_cache_path

    from bellhop.syntax.compile import compiled

    if nice:
        os.nice(10)
    signal.signal(signal.SIGTERM, _stop)
    if attached:
        threading.Thread(target=_end_with_input, name="attached", daemon=True).start()
    folder = user_cache_path("bellhop")
    shown = sys.stderr.isatty() and not quiet
    with click.progressbar(length=1000, label="compiling AWS's models", file=sys.stderr, hidden=not shown) as bar:

        def progress(done: int, total: int, service: str) -> None:
            bar.label = f"compiling {service}"
            bar.update(1000 * done // total - bar.pos)

        path = compiled(folder, progress)
    if not quiet:
        click.echo(str(path))


def _end_with_input() -> None:
    # Whoever holds the other end is gone, killed perhaps.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _stop(number: int, _frame: object) -> None:
    """Ends as an exception does, so that no half of a file is left behind."""
    sys.exit(128 + number)

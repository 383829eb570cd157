"""What the set-up commands share: options, the showing of a plan, asking, doing, templates."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import click
import yaml

from bellhop.aws.session import Clients
from bellhop.errors import BellhopError, SetupError
from bellhop.setup.blueprint import Blueprint
from bellhop.setup.place import Place
from bellhop.setup.plan import Plan, Progress, Step
from bellhop.setup.resource import Resource
from bellhop.setup.show import plan_json, plan_text, sign, summary
from bellhop.setup.template import ANYWHERE, template

F = TypeVar("F", bound=Callable[..., Any])


class Setup(Protocol):
    """What can be planned: a `Blueprint`, a role, a policy."""

    @property
    def region(self) -> str:
        """Where; empty = the clients'."""
        ...

    @property
    def owner(self) -> str:
        """Which setup it is."""
        ...

    def plan(self, clients: Clients) -> Plan:
        """The steps there."""
        ...

    def plan_destroy(self, clients: Clients) -> Plan:
        """The steps away."""
        ...

    def resources(self, place: Place) -> Iterable[Resource]:
        """What it is made of."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """What is to be done with a setup, as the options say."""

    only_plan: bool
    apply: bool
    destroy: bool
    yes: bool
    as_json: bool
    form: str | None
    endpoint: str

    def __post_init__(self) -> None:
        if self.apply and (self.only_plan or self.destroy):
            raise click.UsageError("--apply goes with neither --plan nor --destroy.")

    @property
    def acts(self) -> bool:
        """Whether AWS is changed."""
        return (self.apply or self.destroy) and not self.only_plan


_OPTIONS = (
    click.option("--region", default="", help="Where.  [default: AWS_REGION, or the profile's]"),
    click.option("--endpoint", default="", metavar="URL", help="An AWS that isn't AWS: a local one."),
    click.option("--plan", "only_plan", is_flag=True, help="Show what would be done, and do nothing (the default)."),
    click.option("--apply", is_flag=True, help="Do it."),
    click.option("--destroy", is_flag=True, help="Delete what --apply made, and nothing else."),
    click.option("--yes", is_flag=True, help="Don't ask."),
    click.option("--json", "as_json", is_flag=True, help="Print JSON."),
)
_SUBSCRIBING = (
    click.option("--subscribe-https", default="", metavar="URL", help="Bellhop's public /sns address."),
    click.option("--subscribe-sqs", default="", metavar="QUEUE", help="Queue that Bellhop polls; made if missing."),
)


def subscribing(command: F) -> F:
    """Give a command the options for who hears the topic."""
    return _with(command, _SUBSCRIBING)


def acting(command: F) -> F:
    """Give a command the options that every setup has; `acting_of` reads them."""
    return acting_with("--template", "--cloudformation")(command)


def acting_with(*template: str) -> Callable[[F], F]:
    """Give a command the options that every setup has, the one for a CloudFormation template by the given names."""
    form = click.option(
        *template,
        "form",
        is_flag=False,
        flag_value="yaml",
        default=None,
        type=click.Choice(["yaml", "json"]),
        help="Print a CloudFormation template instead; needs no AWS.",
    )
    return lambda command: _with(command, (*_OPTIONS, form))


def _with(command: F, options: Iterable[Callable[[F], F]]) -> F:
    for option in reversed(tuple(options)):
        command = option(command)
    return command


def acting_of(options: dict[str, Any]) -> Acting:
    """Take the options of `acting` out of a command's, but for the region.

    Raises:
        click.UsageError: they contradict each other.
    """
    return Acting(**{name: options.pop(name) for name in Acting.__slots__})


def carry_out(make: Callable[[], Setup], acting: Acting) -> None:
    """Print the template; or make the plan, show it, and do it if that is wanted.

    Args:
        make: makes the setup; its SetupError is told as all others are.
        acting: what to do with it.

    Raises:
        click.ClickException: what went wrong, and the fix.
    """
    try:
        setup = make()
        if acting.form:
            click.echo(_template(setup, acting.form))
            return
        with closing(Clients(region=setup.region, endpoint=acting.endpoint)) as clients:
            _do(setup.plan_destroy(clients) if acting.destroy else setup.plan(clients), acting)
    except BellhopError as error:
        raise click.ClickException(str(error)) from None


def carry_out_blueprint(kind: Callable[..., Blueprint], options: dict[str, Any], acting: Acting) -> None:
    """The same for a blueprint that is made of a command's options; says if nobody is subscribed by it.

    Raises:
        click.ClickException: what went wrong, and the fix.
    """
    carry_out(lambda: kind(**options), acting)
    if not (acting.form or acting.destroy or options["subscribe_https"] or options["subscribe_sqs"]):
        click.echo("Note: nobody is subscribed by this; add --subscribe-sqs or --subscribe-https.", err=True)


def _do(plan: Plan, acting: Acting) -> None:
    colour = _on_a_screen() and not os.environ.get("NO_COLOR")  # https://no-color.org
    if not acting.as_json:
        click.echo(plan_text(plan, colour=colour))
    if acting.acts and plan.changes:
        _agree(destroys=acting.destroy, yes=acting.yes)
        plan.apply(lambda step, progress: _tell(step, progress, to_stderr=acting.as_json, colour=colour))
        if not acting.as_json:
            click.echo(summary(plan, done=True))
    if acting.as_json:
        click.echo(json.dumps(plan_json(plan, applied=acting.acts), default=str, ensure_ascii=False))


def _agree(*, destroys: bool, yes: bool) -> None:
    """Ask a person; a script that destroys must have said --yes.

    Raises:
        SetupError: nobody can be asked, and it is about deleting.
    """
    if yes:
        return
    if _at_a_terminal():
        click.confirm("\nDo this in AWS?", abort=True, err=True)
    elif destroys:
        raise SetupError("there is no terminal to ask at before deleting", fix="add --yes")


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()


def _on_a_screen() -> bool:
    return sys.stdout.isatty()


def _tell(step: Step, progress: Progress, *, to_stderr: bool, colour: bool) -> None:
    if progress is Progress.BEGUN:
        click.echo(f"  {sign(step, colour=colour)} {step.kind} {step.name} … ", nl=False, err=to_stderr)
    else:
        click.echo(progress.value, err=to_stderr)


def _template(setup: Setup, form: str) -> str:
    """The template as text: YAML, or JSON."""
    document = template(f"Bellhop's {setup.owner.replace('/', ' ', 1)}", setup.resources(ANYWHERE))
    if form == "json":
        return json.dumps(document, indent=2)
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120).rstrip()

"""The role of a channel, as a whole setup: who may assume it, what it may do."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bellhop.arn import parse_arn
from bellhop.errors import SetupError
from bellhop.setup import documents
from bellhop.setup.documents import known
from bellhop.setup.names import checked
from bellhop.setup.place import Place
from bellhop.setup.role import Role
from bellhop.setup.single import Single


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRole(Single):
    """What is wanted: a role that Bellhop assumes for a channel's commands.

    Args:
        name: the role's name.
        templates: names of guardrail templates; not needed to take the role away.
        trust: who may assume it: the ARN of the role or user that Bellhop runs as, or an account's 12 digits, which
            means everybody there whose own policies allow it; not needed to take the role away.

    Raises:
        SetupError: a name that IAM would not take, an unknown template, or a principal that can't assume roles.
    """

    name: str
    templates: tuple[str, ...] = ()
    trust: str = ""

    def __post_init__(self) -> None:
        checked("role", self.name)
        if self.templates:
            known(self.templates)
        if self.trust:
            self._trusted("aws")

    @property
    def owner(self) -> str:
        """`role/<name>`."""
        return f"role/{self.name}"

    @property
    def purpose(self) -> str:
        """Running commands as it."""
        return f"run commands as {self.name}"

    @property
    def undoing(self) -> str:
        """Not running them."""
        return f"stop running commands as {self.name}"

    def resource(self, place: Place) -> Role:
        """The role.

        Raises:
            SetupError: nobody is named who may assume it, or nothing that it may do.
        """
        return Role(
            name=self.name,
            place=place,
            owner=self.owner,
            templates=known(self.templates),
            trusted=self._trusted(place.partition),
        )

    def leaving(self, place: Place) -> Role:
        """The role, whatever it may do."""
        return Role(name=self.name, place=place, owner=self.owner, templates=(), trusted="")

    def notes(self, place: Place) -> tuple[str, ...]:
        """Who may become it, what it may do, and where its ARN goes."""
        policies = [arn.rpartition("/")[2] for arn in documents.managed(self.templates, place.partition)]
        named = ", ".join([*policies, *documents.inline(self.templates)])
        return (
            f"{self._trusted(place.partition)} may assume it; its policies are {named}.",
            f"for the channel in bellhop.yaml: role: {place.global_arn('iam', f'role/{self.name}')}",
        )

    def _trusted(self, partition: str) -> str:
        if re.fullmatch(r"\d{12}", self.trust):
            return f"arn:{partition}:iam::{self.trust}:root"
        arn = parse_arn(self.trust)
        if arn and arn.service == "iam" and re.fullmatch(r"root|(?:role|user)/[\w+=,.@/-]+", arn.resource):
            return self.trust
        said = f"{self.trust} can't be trusted to assume a role" if self.trust else "nobody is named to assume the role"
        raise SetupError(
            said, fix="--trust takes the ARN of the IAM role or user that Bellhop runs as, or an account of 12 digits"
        )

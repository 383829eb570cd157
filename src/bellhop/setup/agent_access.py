"""What the agent itself needs, as a whole setup: a policy, made from bellhop.yaml, and who has it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bellhop.arn import parse_arn
from bellhop.config import Config
from bellhop.errors import SetupError
from bellhop.setup.agent_policy import agent_policy, roleless
from bellhop.setup.managed_policy import ManagedPolicy
from bellhop.setup.names import checked
from bellhop.setup.place import Place
from bellhop.setup.single import Single


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentAccess(Single):
    """What is wanted: a managed policy for the role or user that Bellhop runs as.

    Args:
        config: the configuration; None will do to take the policy away.
        name: the policy's name.
        attach: the ARN of the role or user that Bellhop runs as; empty = it is attached elsewhere.

    Raises:
        SetupError: a name that IAM would not take, or an ARN of neither a role nor a user.
    """

    config: Config | None
    name: str = "bellhop-agent"
    attach: str = ""

    def __post_init__(self) -> None:
        checked("policy", self.name)
        self._attached()

    @property
    def owner(self) -> str:
        """`agent/<name>`."""
        return f"agent/{self.name}"

    @property
    def purpose(self) -> str:
        """Running Bellhop."""
        return "let Bellhop read its queues and become its channels' roles"

    @property
    def undoing(self) -> str:
        """Running it no more."""
        return "no longer let Bellhop read its queues and become its channels' roles"

    def resource(self, place: Place) -> ManagedPolicy:
        """The policy.

        Raises:
            SetupError: there is no configuration to make it from.
        """
        if self.config is None:
            raise SetupError("there is no configuration to make the policy from", fix="name it with -c bellhop.yaml")
        return self._policy(place, agent_policy(self.config, place.partition))

    def leaving(self, place: Place) -> ManagedPolicy:
        """The policy, whatever it allows."""
        return self._policy(place, {"Statement": []})

    def notes(self, place: Place) -> tuple[str, ...]:
        """Channels that the policy does nothing for."""
        del place
        bare = roleless(self.config) if self.config else ()
        if not bare:
            return ()
        names = ", ".join(bare)
        return (f"without a role, which bellhop setup role makes, commands come to nothing in: {names}.",)

    def _policy(self, place: Place, document: dict[str, object]) -> ManagedPolicy:
        return ManagedPolicy(name=self.name, place=place, owner=self.owner, document=document, attach=self._attached())

    def _attached(self) -> str:
        """`role/<name>` or `user/<name>`, without the path, which IAM's calls do not take."""
        arn = parse_arn(self.attach)
        found = arn and arn.service == "iam" and re.fullmatch(r"(role|user)/(?:.*/)?([\w+=,.@-]+)", arn.resource)
        if self.attach and not found:
            raise SetupError(
                f"{self.attach} is no role or user", fix="--attach takes an ARN like arn:aws:iam::…:role/x"
            )
        return f"{found[1]}/{found[2]}" if found else ""

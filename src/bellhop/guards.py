"""The guardrails of every channel, read from bellhop.yaml and the policy files that it names; and who is asking."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bellhop.approval_settings import build_gates
from bellhop.arn import parse_arn
from bellhop.channel import Channel
from bellhop.command import Command, Decision
from bellhop.errors import ConfigError
from bellhop.guardrails import Asker, Guardrails, Layer, Operation, Where, context_for, decide, explain_policies
from bellhop.guardrails.chat_policy import ChatPolicy, read_chat_policy
from bellhop.guardrails.policy import Policy, policy_of, read_policy
from bellhop.guardrails.request import Context
from bellhop.guardrails.role import RoleFacts, not_known, with_role
from bellhop.guardrails.session_policy import SessionPolicy, TooBig, session_policy, with_denials
from bellhop.guardrails.templates import DEFAULT, template
from bellhop.people import People
from bellhop.phrase import phrase
from bellhop.standing import Standing, role_name

if TYPE_CHECKING:
    from bellhop.config import Config
    from bellhop.guardrail_settings import GuardrailSetting
    from bellhop.yamlfile import Place

Roles = Callable[[str], RoleFacts]
"""What is known of a role by its ARN; blocks."""

Managed = Callable[[str, str], str]
"""The document of a managed policy: its ARN, and the role to fetch it as → JSON."""


class Guards:
    """Decides commands by the guardrails of the channel that they are asked in.

    Args:
        rules: the guardrails of every channel, by its name; nothing may run in a channel that isn't there.
        people: who is who.
        raised: the policies that hold besides for people who are elevated, by the level's name.
        sessions: roles are assumed with the guardrails as session policies.
        roles: reads a role's own policies; None = AWS alone looks at them.
    """

    def __init__(
        self,
        rules: Mapping[str, Guardrails],
        people: People,
        raised: Mapping[str, tuple[Policy, ...]],
        *,
        sessions: bool = True,
        roles: Roles | None = None,
    ) -> None:
        self._rules = {(name, ""): rule for name, rule in rules.items()}
        for level, policies in raised.items():
            self._rules |= {(name, level): _raised(rule, level, policies) for name, rule in rules.items()}
        self._sessions = sessions
        self._roles = roles
        self.people = people
        self._needing_account = {name for (name, _), rule in self._rules.items() if _needs_account(rule)}

    def of(self, channel: str, elevation: str = "") -> Guardrails:
        """A channel's guardrails, as they hold for people who are elevated to a level."""
        return self._rules.get((channel, elevation), Guardrails())

    def needs_account(self, channel: str) -> bool:
        """Whether a channel's policies look at resources or accounts, so that the account should be known."""
        return channel in self._needing_account

    def notes(self, channel: str) -> list[str]:
        """What someone who reads the configuration should know of a channel's guardrails."""
        rules = self.of(channel)
        found = [f"guardrails: {', '.join(policy.name for _, policy in rules.policies()) or 'none: nothing may run'}"]
        if rules.refused:
            found.append(
                f"disabled, so nothing is delivered and nothing may run: {rules.refused} (organization_policy)"
            )
        if rules.allowed_sensitive:
            found.append(f"sensitive actions let pass: {', '.join(rules.allowed_sensitive)}, because {rules.reason}")
        if rules.approvals:
            found.append(f"approval is needed by: {', '.join(gate.rule.title for gate in rules.approvals)}")
        if self._sessions and (why := self._too_big(rules)):
            found.append(f"AWS does not enforce them besides, only Bellhop does: {why}")
        return found

    def session_policy(self, command: Command, model: Operation, asker: Asker) -> SessionPolicy | None:
        """What a session of the channel's role may do at most; None if its guardrails don't fit into a session."""
        if not self._sessions:
            return None
        try:
            rules = self.of(asker.channel, asker.elevation)
            return with_denials(session_policy(rules, context_for(command, model, asker)), rules)
        except TooBig:
            return None

    @staticmethod
    def _too_big(rules: Guardrails) -> str:
        try:
            session_policy(rules, Context(absent=("bellhop:",)))
        except TooBig as error:
            return str(error)
        return ""

    def decide(self, command: Command, model: Operation, asker: Asker) -> Decision:
        """Whether a command may run in the asker's channel. Blocks where roles' policies are read."""
        rules, asker, _ = self._besides(asker)
        return decide(command, model, guardrails=rules, asker=asker)

    def _besides(self, asker: Asker) -> tuple[Guardrails, Asker, list[dict[str, str]]]:
        """The guardrails with the role's own policies, the asker with its tags, and what is not known of it."""
        rules = self.of(asker.channel, asker.elevation)
        if self._roles is None or not asker.role:
            return rules, asker, []
        facts = self._roles(asker.role)
        return with_role(rules, facts), replace(asker, tags=facts.tags), [not_known(facts)] if facts.unread else []

    def explain(self, command: Command, model: Operation, asker: Asker) -> list[dict[str, str]]:
        """What each policy of the asker's channel says to a command: layer, policy, says, statement."""
        rules, asker, lacking = self._besides(asker)
        return [*explain_policies(command, model, guardrails=rules, asker=asker), *lacking]

    def asker(self, channel: Channel, who: Standing | str, *, region: str, account: str = "") -> Asker:
        """Who asks, now, as conditions see them.

        Args:
            channel: where they ask, in the account of the command.
            who: what the person is there, or the platform's id of somebody who chose no role and is not elevated.
            region: where the command runs.
            account: 12 digits; empty = the channel's, or its role's, or unknown.
        """
        standing = self.people.standing(channel, who) if isinstance(who, str) else who
        elevated, here = standing.elevated_at(channel), standing.at(channel)
        role = parse_arn(here.role)
        refused, remedy = self._lacks_role(channel, standing)
        return Asker(
            user=standing.user,
            channel=channel.name,
            platform=channel.platform,
            groups=standing.groups,
            unsure=standing.unsure,
            elevation=elevated.level if elevated else "",
            refused=refused,
            remedy=remedy,
            role=here.role,
            where=Where(region=region, account=account or channel.account or (role.account if role else "")),
            now=datetime.now(UTC),
        )

    def _lacks_role(self, channel: Channel, standing: Standing) -> tuple[str, str]:
        """Why a person without a role of their own runs nothing, and what helps; two empty texts if they have one."""
        lasts = standing.elevated_at(channel)
        if not standing.needs_role or standing.own_role(channel) or (lasts and lasts.role):
            return "", ""
        roles = self.people.offered(standing.user, {})
        offered = [role_name(role) for role in roles if Standing(roles=(role,)).own_role(channel)]
        fix = phrase("say switch-role {role}", role=offered[0]) if offered else _ASK_FOR_ROLE
        return phrase("everybody in {channel} needs a role of their own (user_roles)", channel=channel.name), fix


_ASK_FOR_ROLE = "ask whoever keeps bellhop.yaml for a role of yours under `users:`"


def _raised(rules: Guardrails, level: str, policies: tuple[Policy, ...]) -> Guardrails:
    """The guardrails with a level's policies beside the channel's own: what those deny stays denied."""
    layers = tuple(replace(layer, policies=(*layer.policies, *policies)) for layer in rules.layers)
    return replace(rules, layers=tuple(replace(one, name=f"{one.name} with {level}") for one in layers))


def _needs_account(rules: Guardrails) -> bool:
    statements = [statement for _, policy in rules.policies() for statement in policy.statements]
    return any(gate.looks_at_account for gate in rules.approvals) or any(
        any(pattern.text.strip("*") for pattern in statement.resources)
        or any(condition.lower.endswith("account") for condition in statement.conditions)
        for statement in statements
    )


def read_guards(config: Config, managed: Managed, roles: Roles | None = None) -> Guards:
    """The guardrails of every channel.

    Args:
        config: bellhop.yaml.
        managed: fetches managed policies.
        roles: reads roles' own policies, if `aws.role_policies` wants that.

    Raises:
        ConfigError: a policy can't be read; the error says where and what was wanted.
        AwsRefused: a managed policy can't be fetched.
    """
    reader = _Reader(config, managed)
    sessions = config.aws.session_policies
    roles = roles if config.aws.role_policies else None
    return Guards(reader.channels(), config.build_people(), reader.levels(), sessions=sessions, roles=roles)


def disable_channels(config: Config) -> tuple[Channel, ...]:
    """The channels, those disabled that the organization's chat policy does not let be used.

    Raises:
        ConfigError: the chat policy can't be read.
    """
    reader = _Reader(config, lambda _, __: "")
    return tuple(replace(channel, disabled=reader.refused(channel)) for channel in config.build_channels())


class _Reader:
    def __init__(self, config: Config, managed: Managed) -> None:
        self._config = config
        self._managed = managed
        self._chat_policy = self._organization()

    def channels(self) -> dict[str, Guardrails]:
        return {channel.name: self._of(channel) for channel in self._config.build_channels()}

    def levels(self) -> dict[str, tuple[Policy, ...]]:
        """The policies of what people may be elevated to."""
        channels = self._config.build_channels()
        return {
            name: self._policies(level.guardrails, ("elevations", name, "guardrails"), replace(channels[0], role=role))
            for name, level in self._config.elevations.items()
            for role in [level.role or next((one.role_in("") for one in channels if one.role_in("")), "")]
        }

    def _of(self, channel: Channel) -> Guardrails:
        settings, defaults = self._config.channels[channel.name], self._config.defaults
        place: Place = ("channels", channel.name, "guardrails")
        if settings.guardrails is not None:
            policies = self._policies(settings.guardrails, place, channel)
        elif defaults.guardrails is not None:
            policies = self._policies(defaults.guardrails, ("defaults", "guardrails"), channel)
        else:
            policies = tuple(template(name) for name in DEFAULT)
        sensitive = settings.allow_sensitive or defaults.allow_sensitive
        layer = Layer(name=f"the guardrails of {channel.name}", policies=policies, key=".".join(map(str, place)))
        return Guardrails(
            layers=(layer,),
            refused=self.refused(channel),
            deny=(*defaults.deny, *settings.deny),
            allowed_sensitive=sensitive.actions if sensitive else (),
            reason=sensitive.reason if sensitive else "",
            approvals=build_gates(self._config.approvals, channel.name, self._config.source),
        )

    def refused(self, channel: Channel) -> str:
        """Why the organization's chat policy does not let a channel be used; empty if it does."""
        if self._chat_policy is None:
            return ""
        workspace = self._config.slack.workspace if self._config.slack else ""
        required = channel.name in self._config.build_people().requiring
        setting = "user_role" if required else "channel_role"
        return self._chat_policy.refuses(channel.platform, workspace=workspace, role_setting=setting)

    def _organization(self) -> ChatPolicy | None:
        file = self._config.organization_policy
        return read_chat_policy(self._text(file, ("organization_policy",)), file=file) if file else None

    def _policies(self, settings: tuple[GuardrailSetting, ...], place: Place, channel: Channel) -> tuple[Policy, ...]:
        return tuple(self._policy(setting, (*place, number), channel) for number, setting in enumerate(settings))

    def _policy(self, setting: GuardrailSetting, place: Place, channel: Channel) -> Policy:
        if setting.template:
            return template(setting.template)
        if setting.file:
            return read_policy(self._text(setting.file, place), name=setting.file, file=setting.file)
        if setting.arn:
            arn = parse_arn(setting.arn)
            text = self._managed(setting.arn, channel.role_in(arn.account if arn else ""))
            return read_policy(text, name=setting.arn, file=setting.arn, managed=setting.arn)
        source = self._config.source
        name = f"the policy in {source.file.name}, line {source.line(place)}"
        root = (*place, "policy")
        return policy_of(setting.policy, name=name, file=str(source.file), lines=source.lines, root=root)

    def _text(self, name: str, place: Place) -> str:
        source = self._config.source
        file = source.file.parent / name
        try:
            return file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            what = error.strerror if isinstance(error, OSError) else "wanted UTF-8 text"
            key = ".".join(map(str, place))
            raise ConfigError(
                f"the file {file} can't be read: {what}", file=source.file, line=source.line(place), key=key
            ) from None

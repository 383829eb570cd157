"""The AWS clients: cached by service, region and role, over credentials that are resolved once."""

from __future__ import annotations

import os
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Generic, TypeVar, cast

from botocore.config import Config
from botocore.credentials import Credentials, DeferredRefreshableCredentials
from botocore.exceptions import BotoCoreError, NoCredentialsError
from botocore.session import Session

from bellhop import __version__
from bellhop.arn import parse_arn
from bellhop.aws.refusal import ask, refusal
from bellhop.guardrails.session_policy import SessionPolicy

T = TypeVar("T")

_BLANK: dict[str, tuple[Any, ...]] = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
    "use_fips_endpoint": (None, None, False, None),
    "use_dualstack_endpoint": (None, None, False, None),
    "ignore_configured_endpoint_urls": (None, None, True, None),
    "defaults_mode": (None, None, "legacy", None),
    "user_agent_appid": (None, None, None, None),
    "sigv4a_signing_region_set": (None, None, None, None),
    "auth_scheme_preference": (None, None, None, None),
    "ec2_metadata_service_endpoint": (None, None, None, None),
}
"""A session that reads no profile: the credentials are given, and neither ~/.aws nor AWS_* must change where or how a
client calls. How this machine reaches the network stays its own affair: HTTPS_PROXY, NO_PROXY and AWS_CA_BUNDLE count.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """An access key that is given rather than looked up; `token` only for temporary ones."""

    access_key: str
    secret_key: str = field(repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a client calls as: the account of 12 digits and the ARN of the user or role session."""

    account: str
    arn: str


class Clients:
    """botocore clients that many threads share.

    The base credentials are botocore's default chain (environment, profile, container, instance), resolved once, here,
    or the keys that are given. A role's credentials are assumed on first use and again before they expire; they are
    kept per role, session name and session policy. Clients are kept too, the latest used first, and share one set of
    service models: 50 clients of a second role cost 12 MB so, and 120 MB without.
    https://boto3.amazonaws.com/v1/documentation/api/latest/guide/credentials.html

    Args:
        region: where calls go unless they say otherwise; empty = AWS_REGION, AWS_DEFAULT_REGION, the profile's.
        endpoint: the URL of an AWS that isn't AWS (the local one); empty = the real one.
        keys: base credentials; None = botocore's default chain.
        capacity: how many clients, and how many roles' sessions, are kept.
        now: the clock (aware) that decides when a role's credentials are renewed.

    Raises:
        AwsRefused: the default chain is broken (an unknown profile). That it is empty is told by `client`.
    """

    def __init__(
        self,
        *,
        region: str = "",
        endpoint: str = "",
        keys: Keys | None = None,
        capacity: int = 60,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        first = Session()
        try:
            self.region = region or os.environ.get("AWS_REGION", "") or _usual_region(first)
            self._credentials = _given(keys) if keys else first.get_credentials()
        except BotoCoreError as error:  # an unknown profile, an unreadable file, a failing credential process
            raise refusal(error) from None
        self.endpoint = endpoint
        self._models = first.get_component("data_loader")
        self._now = now
        self._sessions = _Recent[Session](capacity)
        self._clients = _Recent[Any](capacity)
        self._identities = _Recent[Identity](capacity)
        self._making = Lock()

    def client(
        self,
        service: str,
        *,
        region: str = "",
        role: str = "",
        session_name: str = "",
        policy: SessionPolicy | None = None,
        read_timeout: float = 10,
        attempts: int = 3,
    ) -> Any:
        """A client, made or found. It is `Any` since botocore makes its methods from models when it runs.

        Args:
            service: botocore's name: `cloudwatch`, `lambda`.
            region: empty = this object's.
            role: ARN of a role to assume; empty = the base credentials.
            session_name: what CloudTrail shows beside the role; characters that AWS forbids become `-`.
            policy: what the role's session may do at most; None = what the role may.
            read_timeout: seconds to wait for an answer; connecting may take 3 s.
            attempts: how often a call is sent at most; 1 for what must not happen twice.

        Raises:
            AwsRefused: no credentials, no region, or an unknown service.
        """
        name = _session_name(session_name) if role else ""
        limits = policy if role else None
        key = (service, region or self.region, role, name, limits, read_timeout, attempts)
        found = self._clients.get(key)
        if found is not None:
            return found
        with self._making:  # a botocore session makes one client at a time
            found = self._clients.get(key)
            if found is None:
                session = self._session(role, name, limits)
                found = self._make(service, region or self.region, session, read_timeout, attempts)
                self._clients.put(key, found)
            return found

    def identity(self, *, role: str = "", session_name: str = "") -> Identity:
        """Who calls, asked of AWS once.

        Raises:
            AwsRefused: AWS does not know the credentials, or is not there.
        """
        key = (role, _session_name(session_name) if role else "")
        found = self._identities.get(key)
        if found is None:
            sts = self.client("sts", region=self.region or "us-east-1", role=role, session_name=session_name)
            answer = ask(sts, "get_caller_identity")
            found = Identity(account=answer["Account"], arn=answer["Arn"])
            self._identities.put(key, found)
        return found

    def account(self, *, role: str = "") -> str:
        """The account that calls are made in, 12 digits: the role's, or what AWS says of the base credentials."""
        parts = parse_arn(role)
        return parts.account if parts else self.identity().account

    def close(self) -> None:
        """Close the connections of every client that is kept; for the end of the process."""
        for client in self._clients.clear():
            client.close()

    def _session(self, role: str, name: str, policy: SessionPolicy | None) -> Session:
        found = self._sessions.get((role, name, policy))
        if found is None:
            if self._credentials is None:
                raise refusal(NoCredentialsError())
            found = Session(session_vars=_BLANK)
            found.register_component("data_loader", self._models)
            found.register_component(
                "credential_provider", _Resolved(self._role(role, name, policy) or self._credentials)
            )
            self._sessions.put((role, name, policy), found)
        return found

    def _make(self, service: str, region: str, session: Session, read_timeout: float, attempts: int) -> Any:
        config = Config(
            connect_timeout=3,
            read_timeout=read_timeout,
            retries={"mode": "standard", "total_max_attempts": attempts},
            user_agent_extra=f"bellhop/{__version__}",
            s3={"addressing_style": "path"} if self.endpoint else None,
        )
        try:
            return cast(
                "Any", session.create_client(service, region or None, endpoint_url=self.endpoint or None, config=config)
            )
        except (BotoCoreError, ValueError) as error:
            raise refusal(error) from None

    def _role(self, role: str, name: str, policy: SessionPolicy | None) -> Credentials | None:
        if not role:
            return None
        limits: dict[str, Any] = {}
        if policy and policy.document:
            limits["Policy"] = policy.document
        if policy and policy.arns:
            limits["PolicyArns"] = [{"arn": arn} for arn in policy.arns]

        def assume() -> dict[str, Any]:
            sts = self.client("sts", region=self.region or "us-east-1")
            taken = sts.assume_role(RoleArn=role, RoleSessionName=name, **limits)["Credentials"]
            return {
                "access_key": taken["AccessKeyId"],
                "secret_key": taken["SecretAccessKey"],
                "token": taken["SessionToken"],
                "expiry_time": taken["Expiration"].isoformat(),
            }

        return DeferredRefreshableCredentials(refresh_using=assume, method="assume-role", time_fetcher=self._now)


class _Recent(Generic[T]):
    """The values used last; one that falls out is not closed, since a thread may still hold it."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[object, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: object) -> T | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: object, value: T) -> None:
        with self._lock:
            self._kept[key] = value
            if len(self._kept) > self._capacity:
                self._kept.popitem(last=False)

    def clear(self) -> list[T]:
        with self._lock:
            values = list(self._kept.values())
            self._kept.clear()
            return values


class _Resolved:
    """A credential chain of one link that is known already."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def load_credentials(self) -> Credentials:
        """What botocore calls when it makes a client."""
        return self._credentials


def _given(keys: Keys) -> Credentials:
    return Credentials(keys.access_key, keys.secret_key, keys.token or None)


def _usual_region(session: Session) -> str:
    return str(session.get_config_variable("region") or "")


def _session_name(name: str) -> str:
    """A RoleSessionName: 2 to 64 letters, digits and `_+=,.@-`."""
    clean = re.sub(r"[^\w+=,.@-]", "-", name, flags=re.ASCII)[:64]
    return clean if len(clean) >= 2 else f"bellhop{clean and '-' + clean}"

"""Managed policies by ARN, fetched as a role and kept on disk for a day."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bellhop.aws.refusal import ask
from bellhop.aws.session import Clients
from bellhop.errors import AwsRefused

_DAY = 24 * 3600


class ManagedPolicies:
    """Fetches the default version of managed policies.

    What was fetched is kept: for a day it is used without asking, and after that as long as AWS can't be asked.
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html

    Args:
        clients: makes the clients, when they are first needed.
        folder: where documents are kept.
        now: seconds since 1970.
    """

    def __init__(self, clients: Callable[[], Clients], folder: Path, *, now: Callable[[], float] = time.time) -> None:
        self._clients = clients
        self._folder = folder
        self._now = now

    def read(self, arn: str, role: str) -> str:
        """A policy's document as JSON.

        Args:
            arn: the policy's.
            role: ARN of the role that may read it (iam:GetPolicy, iam:GetPolicyVersion); empty = the agent's identity.

        Raises:
            AwsRefused: it is not kept, and AWS does not give it.
        """
        name = hashlib.sha256(f"{role} {arn}".encode()).hexdigest()[:32]
        kept = self._folder / f"{name}.json"
        if kept.exists() and self._now() - kept.stat().st_mtime < _DAY:
            return kept.read_text(encoding="utf-8")
        try:
            text = json.dumps(self._fetch(arn, role), indent=2)
        except AwsRefused:
            if kept.exists():
                return kept.read_text(encoding="utf-8")
            raise
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(".new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(kept)
        return text

    def _fetch(self, arn: str, role: str) -> Any:
        iam = self._clients().client("iam", role=role, session_name="bellhop-guardrails")
        version = ask(iam, "get_policy", PolicyArn=arn)["Policy"]["DefaultVersionId"]
        return ask(iam, "get_policy_version", PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]

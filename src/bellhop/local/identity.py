"""Who made a call, as CloudTrail writes it.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from moto.iam.models import get_account_id_from

from bellhop.local.backends import backend, backends
from bellhop.local.times import now, seconds_z

ANYBODY = "local-user"
"""The name of the IAM user behind credentials that this AWS never gave out."""


def account_of(access_key: str) -> str:
    """Return the account that an access key belongs to."""
    return str(get_account_id_from(access_key))


def identity(access_key: str, session: str) -> dict[str, Any]:
    """Return the userIdentity for an access key id, empty if a call is unsigned.

    An unknown key with a session token (`session` not empty) is still taken for an IAM user: any credentials work here.
    """
    if not access_key:
        return {"type": "AWSAccount", "principalId": "", "accountId": "anonymous"}
    account = account_of(access_key)
    for sts in backends("sts"):
        role = sts.get_assumed_role_from_access_key(access_key)
        if role:
            return _assumed(role, account, access_key)
    user = backend("iam", "aws", account).get_user_from_access_key_id(access_key)
    name = user.name if user else ANYBODY
    found = {
        "type": "IAMUser",
        "principalId": user.id if user else _principal(access_key),
        "arn": user.arn if user else f"arn:aws:iam::{account}:user/{name}",
        "accountId": account,
        "accessKeyId": access_key,
        "userName": name,
    }
    if session:
        found["sessionContext"] = {"attributes": {"creationDate": seconds_z(now()), "mfaAuthenticated": "false"}}
    return found


def _assumed(role: Any, account: str, access_key: str) -> dict[str, Any]:
    principal: str = role.user_id
    issuer = {
        "type": "Role",
        "principalId": principal.partition(":")[0],
        "arn": role.role_arn,
        "accountId": account,
        "userName": str(role.role_arn).rpartition("/")[2],
    }
    attributes = {"creationDate": seconds_z(now()), "mfaAuthenticated": "false"}
    return {
        "type": "AssumedRole",
        "principalId": principal,
        "arn": role.arn,
        "accountId": account,
        "accessKeyId": access_key,
        "sessionContext": {"sessionIssuer": issuer, "attributes": attributes},
    }


def _principal(access_key: str) -> str:
    """Return an id in the form of IAM's that is always the same for a key."""
    return "AIDA" + base64.b32encode(hashlib.sha256(access_key.encode()).digest()).decode()[:17]

"""Who did it: CloudTrail's `userIdentity` in words.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
"""

from __future__ import annotations

from dataclasses import dataclass

from bellhop.arn import parse_arn
from bellhop.payload import Payload
from bellhop.reader import Reader

_SERVICES = (".amazonaws.com", ".amazonaws.com.cn", ".aws.internal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """An identity in CloudTrail.

    Args:
        name: short, for a title: `alice`, `admin/alice` (role/session), `root`, `anonymous`, `lambda.amazonaws.com`.
        words: what kind of identity that is: `IAM user alice`, `role admin, session alice`.
        root: the account's root user.
        anonymous: nobody signed in.
        service: an AWS service on its own.
    """

    name: str
    words: str
    root: bool = False
    anonymous: bool = False
    service: bool = False


def who(identity: Payload, reader: Reader) -> Who:
    """The identity that a CloudTrail record names; kinds that are not known are told by what they carry."""
    kind = identity.text("type", default="")
    arn = parse_arn(identity.text("arn", default=""))
    name = identity.text("userName", default="") or (arn.name if arn else "")
    account = identity.text("accountId", default="")
    principal = identity.text("principalId", default="")
    service = identity.text("invokedBy", default="")
    match kind:
        case "Root":
            return Who(name="root", words=reader.say("the root user", "루트 사용자") + _of(account), root=True)
        case "IAMUser":
            name = name or principal or "?"
            return Who(name=name, words=reader.say("IAM user {name}", "IAM 사용자 {name}", name=name))
        case "AssumedRole" | "Role" | "FederatedUser":
            return _session(identity, arn.resource if arn else principal, reader)
        case "AWSService":
            return _service(service or principal, reader)
        case "AWSAccount" if not account.isdigit() and principal.lower() in ("anonymous", ""):
            return Who(
                name=reader.say("anonymous", "익명"),
                words=reader.say("anonymous, not signed in", "로그인하지 않은 익명 사용자"),
                anonymous=True,
            )
        case "AWSAccount":
            other = account or principal
            return Who(name=other, words=reader.say("AWS account {name}", "AWS 계정 {name}", name=other))
        case _:
            pass
    name = name or service or principal or identity.at("onBehalfOf").text("userId", default="") or account
    if name.endswith(_SERVICES):
        return _service(name, reader)
    if not name:
        unknown = reader.say("somebody", "알 수 없는 사용자")
        return Who(name=unknown, words=unknown)
    return Who(name=name, words=f"{kind} {name}".strip())


def _of(account: str) -> str:
    return f" ({account})" if account else ""


def _service(name: str, reader: Reader) -> Who:
    return Who(
        name=name or "AWS", words=reader.say("AWS service {name}", "AWS 서비스 {name}", name=name).strip(), service=True
    )


def _session(identity: Payload, resource: str, reader: Reader) -> Who:
    role, _, session = (
        resource.partition("/")[2].partition("/") if "/" in resource else ("", "", resource.partition(":")[2])
    )
    role = identity.text("sessionContext", "sessionIssuer", "userName", default="") or role
    if not role:
        return Who(name=session or resource or "?", words=session or resource or "?")
    text = reader.say("role {role}, session {session}", "역할 {role}, 세션 {session}", role=role, session=session)
    if not session or session == role:
        return Who(name=role, words=reader.say("role {role}", "역할 {role}", role=role))
    service = identity.text("invokedBy", default="")
    return Who(name=f"{role}/{session}", words=f"{text}, {service}" if service and service != session else text)

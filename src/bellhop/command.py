"""`Command`, `Decision`, `Outcome`: what somebody asked for, whether it may run, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bellhop.approval import ApprovalRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One AWS operation that somebody asked for, with parameters that fit its model.

    Args:
        service: the CLI's name of the service: `lambda`, `s3api`.
        operation: the API's name of the operation: `ListFunctions`.
        verb: the CLI's name of the operation: `list-functions`.
        parameters: as botocore takes them: bytes for blobs, numbers as numbers.
        region: as asked for with `--region` or `-r`; empty = the channel's.
        output: `json`, `yaml`, `text` or `table`; empty = the channel's card.
        query: a JMESPath expression over the UpperCamelCase answer, or empty.
        paginate: join the service's pages; off with `--no-paginate` or a manual token.
        max_items: at most so many items in all, or None.
        page_size: how many items the service is asked for at a time, or None.
        starting_token: where an earlier answer ended, or empty.
        outfile: the name that a streamed answer is shown under, or empty.
        waiter: the waiter's name for `wait …`, or empty.
        text: the words as they were understood, for echoing; secrets are masked by whoever shows it.
        file: `json`, `csv` or `yaml` if the answer is wanted as a file; empty = as a message.
        custom: the AWS CLI's own command that this operation stands for: `s3 ls`, `logs tail`; or empty.
        settings: how that command shows its answer, by the names of its options.
        account: which of the channel's accounts it runs in, if the channel has several; else empty.
    """

    service: str
    operation: str
    verb: str
    parameters: Mapping[str, Any]
    region: str = ""
    output: str = ""
    query: str = ""
    paginate: bool = True
    max_items: int | None = None
    page_size: int | None = None
    starting_token: str = ""
    outfile: str = ""
    waiter: str = ""
    text: str = ""
    file: str = ""
    custom: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    account: str = ""


class Access(StrEnum):
    """IAM's access levels, and unknown."""

    LIST = "list"
    READ = "read"
    WRITE = "write"
    PERMISSIONS = "permissions-management"
    TAGGING = "tagging"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What may happen to a command."""

    ALLOW = "allow"
    CONFIRM = "confirm"
    APPROVE = "approve"
    DENY = "deny"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Allow, confirm, approve or deny, and because of which statement.

    Args:
        verdict: what may happen.
        because: the statement that decided, in words that name where it stands.
        access: the operation's access level.
        actions: the IAM actions that it needs, as in `lambda:ListFunctions`.
        fix: what would allow it, if it is denied and something would.
        resources: ARNs that it touches, `…` for what can't be told, `*` for none in particular; empty if nobody asked.
        approvals: the rules that it needs approval by; none unless the verdict is `approve`.
    """

    verdict: Verdict
    because: str
    access: Access
    actions: tuple[str, ...]
    fix: str = ""
    resources: tuple[str, ...] = ()
    approvals: tuple[ApprovalRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a command that AWS answered.

    Args:
        account: the account that it ran in.
        region: the region that it ran in.
        role: ARN of the identity that it ran as, or empty.
        answer: AWS's answer, secrets already taken out, without `ResponseMetadata`.
        items: which items of a longer list these are, as (first, last), or None.
        next_token: where the rest begins, or empty.
        requests: AWS's ids of the requests that were made for it.
    """

    account: str
    region: str
    role: str = ""
    answer: Mapping[str, Any] = field(default_factory=dict[str, Any])
    items: tuple[int, int] | None = None
    next_token: str = ""
    requests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What somebody said to Bellhop in a channel.

    Args:
        id: a UUID made by the platform that heard it; the audit record and the answer bear it.
        channel: the channel's name in bellhop.yaml.
        user: the platform's id of the person.
        name: how to address them in text, without `@`.
        text: what they wrote, the mention included or not.
        thread: the platform's id of the message to answer beneath.
    """

    id: str
    channel: str
    user: str
    name: str
    text: str
    thread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button that somebody pressed.

    Args:
        channel: the channel's name in bellhop.yaml.
        user: the platform's id of the person.
        name: how to address them in text, without `@`.
        action: the `Action`'s name.
        value: the `Action`'s value.
        message: the platform's id of the message that the button stands on.
        thread: the platform's id of that message's parent, or its own id.
        text: what they wrote into the message's `Entry`; 500 characters at most.
    """

    channel: str
    user: str
    name: str
    action: str
    value: str
    message: str
    thread: str = ""
    text: str = ""

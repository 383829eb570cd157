"""Every error that Bellhop raises on purpose, on one screen.

BellhopError                 has a sentence for people and, where there is one, the fix
├── ConfigError              bellhop.yaml is wrong: file, line, key, what was wanted
├── Unreadable               a payload from outside lacks what was expected at a path
├── Refused                  a request to one of our HTTP doors is refused: status and reason
├── Busy                     our own trouble (store locked, full, starting): try again, nothing is lost
├── DeliveryError            a platform did not take a message: permanent or not, sure or not, when to retry
├── NotUnderstood            a chat command that is not one: kind, hints, what is missing
├── Unplaced                 a command that is understood, but not in which account or region it is to run
├── Denied                   a command that the guardrails or AWS's policies forbid
├── AwsRefused               AWS answered a call with an error
└── SetupError               the AWS side can't be set up as asked
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class BellhopError(Exception):
    """An error that tells a person what happened and how to fix it."""

    def __init__(self, message: str, *, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.message}\n  fix: {self.fix}" if self.fix else self.message


class ConfigError(BellhopError):
    """bellhop.yaml is wrong; the text is `file:line: key: what was wanted`."""

    def __init__(self, message: str, *, file: Path | str, line: int = 1, key: str = "", fix: str = "") -> None:
        super().__init__(f"{file}:{line}: {key + ': ' if key else ''}{message}", fix=fix)


class Unreadable(BellhopError):
    """A payload from outside is not as expected; `path` says where, as in `$.detail.eventName`."""

    def __init__(self, path: str, wanted: str) -> None:
        super().__init__(f"{path}: {wanted}")
        self.path = path


class Refused(BellhopError):
    """A request is refused with an HTTP status; 4xx only for what is proven bad, since SNS then drops it."""

    def __init__(self, status: int, reason: str, message: str, *, fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.status = status
        self.reason = reason


class Busy(BellhopError):
    """Bellhop can't take it now; the sender should try again (HTTP 503)."""


class DeliveryError(BellhopError):
    """A platform did not take a message.

    Args:
        message: what the platform said, in words.
        permanent: trying again can't help (channel archived, token revoked): the channel is marked broken.
        rejected: this message can never be posted, though others can: it is kept as a dead letter.
        unsure: the message may have been posted all the same (time-out after sending): look before sending again.
        retry_after: seconds to wait that the platform asked for, or None.
        fix: what a person can do.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        rejected: bool = False,
        unsure: bool = False,
        retry_after: float | None = None,
        fix: str = "",
    ) -> None:
        super().__init__(message, fix=fix)
        self.permanent = permanent
        self.rejected = rejected
        self.unsure = unsure
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A parameter that a command lacks: its option, its type in words, its choices, a sentence from AWS."""

    name: str
    option: str
    type: str
    choices: tuple[str, ...] = ()
    sentence: str = ""


class NotUnderstood(BellhopError):
    """A chat text that is no command.

    Args:
        kind: unknown-service, unknown-operation, ambiguous-service, unknown-option, missing-required, bad-value,
            refused-option, file, shell, custom, event-stream, retired, bad-query, question, too-long or empty.
        message: the sentence to show.
        hints: whole commands that may have been meant, likeliest first; offered as buttons, never run by guess.
        missing: the parameters that are asked for.
    """

    def __init__(
        self,
        kind: str,
        message: str,
        *,
        hints: tuple[str, ...] = (),
        missing: tuple[Field, ...] = (),
        fix: str = "",
    ) -> None:
        super().__init__(message, fix=fix)
        self.kind = kind
        self.hints = hints
        self.missing = missing


class Unplaced(BellhopError):
    """A command is understood, but where it shall run is not known; `lacks` is `account` or `region`."""

    def __init__(self, lacks: str) -> None:
        said = {
            "account": ("I don't know in which account to run this.", "say set default-account"),
            "region": ("I don't know in which region to run this.", "say set region us-east-1, or add --region"),
        }
        message, fix = said[lacks]
        super().__init__(message, fix=fix)
        self.lacks = lacks


class Denied(BellhopError):
    """A command is forbidden; `because` names the statement that decided."""

    def __init__(self, message: str, *, because: str, fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.because = because


class AwsRefused(BellhopError):
    """AWS answered with an error: its code (`AccessDeniedException`), its message, its request id."""

    def __init__(self, code: str, message: str, *, request_id: str = "", fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.code = code
        self.request_id = request_id


class SetupError(BellhopError):
    """The AWS side can't be planned, applied or destroyed as asked."""

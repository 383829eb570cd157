"""The AWS CLI's own commands that run here: `s3 ls`, `s3 mb`, `s3 rb`, `logs tail`, as the operations they need.

https://docs.aws.amazon.com/cli/latest/reference/s3/ and https://docs.aws.amazon.com/cli/latest/reference/logs/tail.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bellhop.command import Command
from bellhop.errors import NotUnderstood
from bellhop.phrase import phrase
from bellhop.syntax.options import Option, Takes
from bellhop.syntax.refusals import bad_value, cant_place, one_of
from bellhop.syntax.special import refused

OBJECTS = 100
"""How many objects `s3 ls` shows at once."""

_ARN = re.compile(r"(arn:[\w-]+:s3[\w-]*:[^/]*:accesspoint[/:][^/]+)/?(.*)", re.DOTALL)
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{0,62}")
_SPAN = re.compile(r"(\d{1,6})([smhdw])")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """An own command as an operation.

    Args:
        words: the command that is run instead.
        settings: how its answer is shown.
        most: at most so many items at once, or None.
    """

    words: Sequence[str]
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A command that the AWS CLI makes by hand, and that is run here.

    Args:
        name: `s3 ls`.
        options: by name.
        means: what was typed, by option, and the words without one → the operation.
    """

    name: str
    options: Mapping[str, Option]
    means: Callable[[Mapping[str, Any], Sequence[str]], Meant]


def find(words: Sequence[str]) -> Own | None:
    """The own command that the first two words name.

    Raises:
        NotUnderstood: custom, for one of `s3` that works with files of a machine.
    """
    service, verb = [*words[:2], "", ""][:2]
    if service == "s3" and (instead := refused.S3.get(verb)):
        raise refused.not_here(f"s3 {verb}", instead)
    return _OWN.get(f"{service} {verb}")


def located(command: Command, region: str) -> Command:
    """`s3 mb` in the region that it runs in, which S3 wants to be told unless it is us-east-1."""
    if command.custom != "s3 mb" or "CreateBucketConfiguration" in command.parameters or region in {"", "us-east-1"}:
        return command
    place = {"CreateBucketConfiguration": {"LocationConstraint": region}}
    return replace(command, parameters={**command.parameters, **place})


def _options(*options: tuple[str, Takes, str]) -> dict[str, Option]:
    return {name: Option(name=name, dest=name, takes=takes, sentence=sentence) for name, takes, sentence in options}


def _place(name: str, words: Sequence[str], *, bucket_only: bool = False) -> tuple[str, str]:
    """The bucket and the key of `s3://bucket/key`."""
    if len(words) > 1:
        raise NotUnderstood(
            "unknown-option", cant_place(name, words[1]), fix=phrase("It takes one {form}.", form=_FORM)
        )
    text = words[0].removeprefix("s3://") if words else ""
    by_arn = _ARN.fullmatch(text)
    bucket, key = (by_arn[1], by_arn[2]) if by_arn else text.partition("/")[::2]
    if bucket_only and not words:
        raise NotUnderstood(
            "missing-required", phrase("{name} needs a bucket.", name=name), fix=f"{name} s3://my-bucket"
        )
    if bucket_only and (not words[0].startswith("s3://") or not bucket or key):
        why = bad_value(name, phrase("{word!r} is no bucket; it looks like s3://my-bucket", word=words[0]))
        meant = (f"{name} s3://{words[0]}",) if _BUCKET.fullmatch(words[0]) else ()
        raise NotUnderstood(why.kind, why.message, hints=meant)
    return bucket, key


_FORM = "s3://BUCKET"


def _given(typed: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    return [word for name, option in names.items() if typed.get(name) for word in (option, str(typed[name]))]


def _ls(typed: Mapping[str, Any], words: Sequence[str]) -> Meant:
    bucket, prefix = _place("s3 ls", words)
    shown = {name: True for name in ("recursive", "human-readable", "summarize") if typed.get(name)}
    if not bucket:
        options = {"page-size": "--page-size", "bucket-name-prefix": "--prefix", "bucket-region": "--bucket-region"}
        return Meant(words=["s3api", "list-buckets", *_given(typed, options)], settings=shown)
    listed = ["s3api", "list-objects-v2", "--bucket", bucket, *(["--prefix", prefix] if prefix else [])]
    listed += [] if typed.get("recursive") else ["--delimiter", "/"]
    listed += ["--request-payer", str(typed["request-payer"] or "requester")] if "request-payer" in typed else []
    most = None if typed.get("summarize") else OBJECTS
    return Meant(words=[*listed, *_given(typed, {"page-size": "--page-size"})], settings=shown, most=most)


def _mb(_: Mapping[str, Any], words: Sequence[str]) -> Meant:
    return Meant(words=["s3api", "create-bucket", "--bucket", _place("s3 mb", words, bucket_only=True)[0]])


def _rb(typed: Mapping[str, Any], words: Sequence[str]) -> Meant:
    if typed.get("force"):
        why = "--force isn't taken here: it would delete every object in the bucket. Empty the bucket first."
        raise NotUnderstood("refused-option", why, fix="s3 rb removes an empty bucket; s3 ls shows what is in it.")
    return Meant(words=["s3api", "delete-bucket", "--bucket", _place("s3 rb", words, bucket_only=True)[0]])


def _tail(typed: Mapping[str, Any], words: Sequence[str]) -> Meant:
    if not words:
        fix = "logs tail /aws/lambda/my-function; logs describe-log-groups lists the groups"
        raise NotUnderstood("missing-required", "logs tail needs a log group.", fix=fix)
    if len(words) > 1:
        raise NotUnderstood("unknown-option", cant_place("logs tail", words[1]), fix="It takes one log group.")
    group, since = words[0], _since(str(typed.get("since", "10m")))
    form = str(typed.get("format", "detailed"))
    if form not in {"detailed", "short", "json"}:
        raise bad_value("--format", one_of(("detailed", "short", "json"), form))
    names = typed.get("log-stream-names", [])
    by = "--log-group-identifier" if group.startswith("arn:") else "--log-group-name"
    asked = ["logs", "filter-log-events", by, group, "--start-time", str(int(since.timestamp() * 1000))]
    asked += ["--log-stream-names", *names] if names else []
    asked += _given(typed, {"filter-pattern": "--filter-pattern"})
    asked += _given(typed, {"log-stream-name-prefix": "--log-stream-name-prefix"})
    return Meant(words=asked, settings={"format": form, **({"follow": True} if typed.get("follow") else {})})


_NO_TIME = "{text!r} is no time; it looks like 10m, 2h, 3d or 2026-01-29T15:39:00"


def _since(text: str) -> datetime:
    now = datetime.now(UTC)
    if span := _SPAN.fullmatch(text):
        return now - timedelta(seconds=min(int(span[1]) * _UNITS[span[2]], 3650 * 86400))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise bad_value("--since", phrase(_NO_TIME, text=text)) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_NOTHING, _ONE = Takes.NOTHING, Takes.ONE
_OWN = {
    own.name: own
    for own in (
        Own(
            name="s3 ls",
            options=_options(
                ("recursive", _NOTHING, "Everything below the prefix, not one level."),
                ("human-readable", _NOTHING, "Sizes as 1.2 KiB."),
                ("summarize", _NOTHING, "The number of objects and their size in all, at the end."),
                ("page-size", _ONE, "How many S3 is asked for at a time."),
                ("request-payer", Takes.MAYBE, "Says that the asker pays."),
                ("bucket-name-prefix", _ONE, "Only buckets whose name begins with it."),
                ("bucket-region", _ONE, "Only buckets of a region."),
            ),
            means=_ls,
        ),
        Own(name="s3 mb", options={}, means=_mb),
        Own(name="s3 rb", options=_options(("force", _NOTHING, "Not taken here.")), means=_rb),
        Own(
            name="logs tail",
            options=_options(
                ("since", _ONE, "From when, as 10m, 2h, 3d or 2026-01-29T15:39:00."),
                ("follow", _NOTHING, "Goes on for five minutes."),
                ("format", _ONE, "detailed, short or json."),
                ("filter-pattern", _ONE, "Only events that CloudWatch's pattern fits."),
                ("log-stream-names", Takes.SOME, "Only these log streams."),
                ("log-stream-name-prefix", _ONE, "Only log streams whose name begins with it."),
            ),
            means=_tail,
        ),
    )
}

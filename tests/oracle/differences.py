"""Where Bellhop is meant to differ from the AWS CLI, each with its reason. Whatever else differs is a mistake."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tests.oracle.oracle import Answer

Words = Sequence[str]
Explains = Callable[[Words, Answer, Answer], bool]

ELSEWHERE: Mapping[str, frozenset[str]] = {
    "emr": frozenset({"add-instance-groups", "describe-cluster"}),
}
"""Verbs of Bellhop that the AWS CLI makes by hand: here they are the plain API operations, whose answer is the same."""

UNLIKE: Mapping[str, str] = {
    "ecs execute-command": "the AWS CLI opens a session for it, and it is refused here",
    "iam create-virtual-mfa-device": "its options save a secret to a file, and it is refused here",
    "iam enable-mfa-device": "the AWS CLI's older names make it forget that both codes are required",
    "lightsail import-key-pair": "the AWS CLI's older name makes it forget that the key is required",
    "iam resync-mfa-device": "the AWS CLI's older names make it forget that both codes are required",
}
"""Commands whose options differ, or which of them are required."""

_CLI_2 = ("--cli-binary-format", "--no-cli-pager", "--cli-auto-prompt", "--no-cli-auto-prompt", "--cli-error-format")


def explained(words: Words, theirs: Answer, ours: Answer) -> str:
    """The reason for which two answers differ; empty if there is none."""
    return next((reason for reason, explains in REASONS.items() if explains(words, theirs, ours)), "")


def _more(words: Words, theirs: Answer, ours: Answer) -> bool:
    """Whether Bellhop understands what the AWS CLI refuses."""
    return "error" in theirs and "operation" in ours


def _has(words: Words, *options: str) -> bool:
    return any(word.partition("=")[0] in options for word in words)


REASONS: Mapping[str, Explains] = {
    "a chat has no files: what would read one is refused": lambda words, theirs, ours: ours.get("kind") == "file",
    "options of the AWS CLI 2 are understood": lambda words, theirs, ours: (
        _more(words, theirs, ours) and _has(words, *_CLI_2, "--cli-input-yaml")
    ),
    "--cli-input-json counts however it is written; the AWS CLI looks for the bare word only": (
        lambda words, theirs, ours: (
            _more(words, theirs, ours) and any(word.startswith("--cli-input-j") for word in words)
        )
    ),
    "the value of the only required option may stand without its name": lambda words, theirs, ours: (
        _more(words, theirs, ours) and "are required" in theirs["error"]
    ),
    "one dash will do for an option": lambda words, theirs, ours: (
        _more(words, theirs, ours) and any(word[:1] == "-" and word[1:2].isalpha() for word in words)
    ),
    "a streamed answer needs no file name": lambda words, theirs, ours: (
        _more(words, theirs, ours) and "outfile" in theirs["error"]
    ),
    "profiles, which no channel has, are refused later": lambda words, theirs, ours: (
        _more(words, theirs, ours) and _has(words, "--profile")
    ),
    "a required yes or no is asked for; the AWS CLI leaves it to botocore, which refuses": lambda words, theirs, ours: (
        "operation" in theirs and ours.get("kind") == "missing-required" and not _has(words, "--cli-input-json")
    ),
    "-- ends the options; the AWS CLI drops the first before an option": lambda words, theirs, ours: "--" in words,
    "an empty --starting-token is none": lambda words, theirs, ours: (
        "operation" in ours and theirs.get("parameters", {}).get("PaginationConfig", {}).get("StartingToken") == ""
    ),
    "--page-size 0 beside a token of a single page is refused": lambda words, theirs, ours: (
        "joins pages" in ours.get("error", "")
        and theirs.get("parameters", {}).get("PaginationConfig") == {"PageSize": 0}
    ),
    "plain operations that the AWS CLI makes by hand": lambda words, theirs, ours: (
        words[1] in ELSEWHERE.get(words[0], ()) and "custom" in theirs
    ),
}
"""Each reason → whether it explains a difference."""

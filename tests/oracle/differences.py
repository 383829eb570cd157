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
}
"""Commands whose options differ."""

_CLI_2 = ("--cli-binary-format", "--no-cli-pager", "--cli-auto-prompt", "--no-cli-auto-prompt", "--cli-error-format")


def explained(words: Words, theirs: Answer, ours: Answer) -> str:
    """The reason for which two answers differ; empty if there is none."""
    return next((reason for reason, explains in REASONS.items() if explains(words, theirs, ours)), "")


def _more(words: Words, theirs: Answer, ours: Answer) -> bool:
    """Whether Bellhop understands what the AWS CLI refuses."""
    return "error" in theirs and "operation" in ours


def _has(words: Words, *options: str) -> bool:
    return any(word.partition("=")[0] in options for word in words)


def _theirs(text: str) -> Explains:
    """Whether Bellhop understands what the AWS CLI refuses with these words."""
    return lambda words, theirs, ours: _more(words, theirs, ours) and text in theirs["error"]


def _ours(kind: str) -> Explains:
    """Whether Bellhop refuses for a reason of this kind."""
    return lambda words, theirs, ours: ours.get("kind") == kind


def _paging(theirs: Answer) -> Mapping[str, object]:
    return theirs.get("parameters", {}).get("PaginationConfig", {})


REASONS: Mapping[str, Explains] = {
    "a chat has no files: what would read one is refused": _ours("file"),
    "a channel can't follow a stream of events": _ours("event-stream"),
    "sso hands out credentials": lambda words, theirs, ours: words[0] == "sso" and ours.get("kind") == "custom",
    "sdb is hidden by the AWS CLI 1": lambda words, theirs, ours: words[0] == "sdb" and "preview" in theirs["error"],
    "s3 and logs tail are Bellhop's own": lambda words, theirs, ours: (
        "custom" in theirs and (words[0] == "s3" or list(words[:2]) == ["logs", "tail"])
    ),
    "plain operations that the AWS CLI makes by hand": lambda words, theirs, ours: (
        words[1] in ELSEWHERE.get(words[0], ()) and "custom" in theirs
    ),
    "options of the AWS CLI 2 are understood": lambda words, theirs, ours: _has(words, *_CLI_2, "--cli-input-yaml"),
    "--cli-input-json counts however it is written, not as a bare word only": (
        lambda words, theirs, ours: (
            _more(words, theirs, ours) and any(word.startswith("--cli-input-j") for word in words)
        )
    ),
    "the value of the only required option may stand without its name": _theirs("are required"),
    "a streamed answer needs no file name": _theirs("outfile"),
    "profiles, which no channel has, are refused later": _theirs("config profile"),
    "a skeleton is no option of an operation, so that fewer beginnings are ambiguous": _theirs("generate-cli-skeleton"),
    "there are no colours, so none is wrong": _theirs("argument --color"),
    "an empty --query is none": _theirs("Bad value for --query"),
    "of an option that stands twice only the last is read": lambda words, theirs, ours: (
        _more(words, theirs, ours) and "invalid int value" in theirs["error"] and len(set(words)) < len(words)
    ),
    "one dash will do for an option": lambda words, theirs, ours: (
        _more(words, theirs, ours) and any(word[:1] == "-" and word[1:2].isalpha() for word in words)
    ),
    "a required yes or no is asked for; the AWS CLI leaves it to botocore, which refuses": lambda words, theirs, ours: (
        "operation" in theirs and ours.get("kind") == "missing-required" and not _has(words, "--cli-input-json")
    ),
    "-- ends the options; the AWS CLI drops the first before an option": lambda words, theirs, ours: "--" in words,
    "an empty --starting-token is none": lambda words, theirs, ours: (
        "operation" in ours and _paging(theirs).get("StartingToken") == ""
    ),
    "a size of 0 beside a token of a single page is refused": lambda words, theirs, ours: (
        "joins pages" in ours.get("error", "") and 0 in _paging(theirs).values()
    ),
}
"""Each reason → whether it explains a difference."""

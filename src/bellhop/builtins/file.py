"""`@aws file csv ec2 describe-instances`: a command's whole answer as a file."""

from __future__ import annotations

from bellhop.builtins import Call, Instead
from bellhop.errors import BellhopError
from bellhop.showing.attachment import FORMATS
from bellhop.syntax.lexer import words

NAME = "file"
SUMMARY = (
    "a command's whole answer as a file: file csv COMMAND (json, csv or yaml)",
    "명령의 전체 결과를 파일로 받기: file csv 명령 (json, csv, yaml)",
)


async def answer(call: Call) -> Instead:
    """Gives the command to be heard, with the kind of file that its answer is wanted as.

    Raises:
        BellhopError: there is no such kind, or no command.
    """
    form, *said = words(call.rest) or [""]
    if form.lower() not in FORMATS or not said:
        raise BellhopError(
            call.reader.say("What shall be a file, and of which kind?", "무엇을 어떤 파일로 드릴까요?"),
            fix="file csv lambda list-functions",
        )
    return Instead(words=tuple(said), file=form.lower())

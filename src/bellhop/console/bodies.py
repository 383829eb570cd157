"""Request bodies, read no further than is right."""

from __future__ import annotations

import unicodedata
from typing import Any, cast

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from bellhop.errors import Refused, Unreadable
from bellhop.payload import Payload, parse_json

MAX_TEXT = 10_000
"""Characters of a chat message."""
MAX_JSON = 64 * 1024
MAX_UPLOAD = 16 * 1024 * 1024
_MULTIPART_EXTRA = 16 * 1024


async def read_json(request: Request) -> Payload:
    """A JSON object.

    Raises:
        Refused: 413 if it is larger than 64 KiB, 400 if it is no JSON object.
    """
    try:
        value: Any = parse_json(await read_bytes(request, MAX_JSON))
    except Unreadable as error:
        raise Refused(400, "json", f"the body is no JSON: {error}", fix='send a JSON object, {"text": "…"}') from None
    if not isinstance(value, dict):
        raise Refused(400, "json", "the body is no JSON object", fix='send a JSON object, {"text": "…"}')
    return Payload(cast("dict[str, Any]", value))


async def read_bytes(request: Request, limit: int) -> bytes:
    """A body of at most `limit` bytes.

    Raises:
        Refused: 413 if it is larger.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Refused(413, "size", f"the body is larger than {limit:,} bytes", fix="send less")
    return bytes(body)


async def read_upload(request: Request) -> tuple[str, bytes]:
    """The name and content of the file in a form's field `file`.

    Raises:
        Refused: 411 without a length, 413 if larger than 16 MiB, 400 if there is no file.
    """
    length = request.headers.get("content-length", "")
    if not length.isdigit():
        raise Refused(411, "length", "the upload has no Content-Length", fix="send the file in one piece")
    if int(length) > MAX_UPLOAD + _MULTIPART_EXTRA:
        raise Refused(413, "size", "the file is larger than 16 MiB", fix="use `aws s3 cp` for large files")
    try:
        async with request.form(max_files=1, max_fields=5) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise Refused(400, "file", "the form has no file", fix="send multipart/form-data with a field `file`")
            return object_key(file.filename or ""), await file.read()
    except MultiPartException as error:
        raise Refused(400, "form", f"the form can't be read: {error.message}", fix="send one file") from None


def object_key(filename: str) -> str:
    """An S3 key from a file's name: its last part, composed, printable, at most 200 characters; never empty."""
    name = unicodedata.normalize("NFC", filename).replace("\\", "/").rpartition("/")[2]
    kept = "".join(char for char in name if char.isprintable()).strip(" .")
    return kept[-200:] or "upload"


def required_text(body: Payload) -> str:
    """What a person says: the body's `text`.

    Raises:
        Refused: 400 if there is none, 413 if it is longer than 10,000 characters.
    """
    text = body.at("text").value
    if not isinstance(text, str) or not (text := text.replace("\0", "")).strip():
        raise Refused(400, "text", "there is no text", fix='send {"text": "@aws …"}')
    if len(text) > MAX_TEXT:
        raise Refused(413, "size", f"the text is longer than {MAX_TEXT:,} characters", fix="send less")
    return text

"""One API call as it went over the wire."""

from __future__ import annotations

import functools
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from moto.core.request import Request

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_SCOPE = re.compile(r"Credential=([^/,\s]+)/\d+/([^/,]+)/([^/,]+)/aws4_request")
_OLD_SCHEME = re.compile(r"AWS ([^:\s]+):")


@dataclass(frozen=True, kw_only=True)
class ApiCall:
    """A request to this AWS and its answer; bodies are kept only where CloudTrail looks into them."""

    service: str
    environ: Mapping[str, Any]
    body: bytes
    status: int
    response_headers: Mapping[str, str]
    response_body: bytes
    bytes_out: int
    time: datetime

    @functools.cached_property
    def request(self) -> Request:
        """The request as moto reads it."""
        environ = {**self.environ, "wsgi.input": io.BytesIO(self.body)}
        environ.pop("werkzeug.request", None)
        return Request(environ)

    @functools.cached_property
    def query(self) -> dict[str, str]:
        """The query string's parameters; ones without a value are empty."""
        parsed = parse_qs(str(self.environ.get("QUERY_STRING", "")), keep_blank_values=True)
        return {key: values[0] for key, values in parsed.items()}

    @property
    def method(self) -> str:
        """The HTTP method."""
        return str(self.environ["REQUEST_METHOD"])

    def header(self, name: str) -> str:
        """Return a request header, empty if there is none."""
        key = name.upper().replace("-", "_")
        return str(self.environ.get(key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}", ""))

    @functools.cached_property
    def credential(self) -> tuple[str, str]:
        """The access key id and the region that the call was signed with; both empty if it was not signed."""
        signed = self.header("Authorization")
        if not signed and (scope := self.query.get("X-Amz-Credential")):
            signed = f"Credential={scope}"
        if found := _SCOPE.search(signed):
            return found[1], found[2]
        if found := _OLD_SCHEME.match(signed):
            return found[1], ""
        return self.query.get("AWSAccessKeyId", ""), ""

    @property
    def presigned(self) -> bool:
        """Whether the signature is in the URL."""
        return "X-Amz-Signature" in self.query or "Signature" in self.query

"""AWS's errors as ours, and the call that raises them."""

from __future__ import annotations

from typing import Any, cast

from botocore.exceptions import BotoCoreError, ClientError

from bellhop.errors import AwsRefused
from bellhop.phrase import phrase

_FIXES = {
    "ExpiredToken": "renew the credentials",
    "ExpiredTokenException": "renew the credentials",
    "InvalidClientTokenId": "the access key is unknown to AWS: check AWS_ACCESS_KEY_ID",
    "SignatureDoesNotMatch": "check AWS_SECRET_ACCESS_KEY, and this machine's clock",
    "EndpointConnectionError": "check the network, the region's name and the endpoint",
    "NoCredentialsError": "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine or container a role",
    "NoRegionError": "set AWS_REGION, or name the region",
}


def ask(client: Any, operation: str, **parameters: Any) -> dict[str, Any]:
    """One call, with its error as ours.

    Args:
        client: one of `Clients.client`.
        operation: the method's name: `create_topic`.
        parameters: as botocore takes them.

    Raises:
        AwsRefused: AWS answered with an error (its code), or could not be asked (the name of botocore's error).
    """
    try:
        return getattr(client, operation)(**parameters)
    except (ClientError, BotoCoreError) as error:
        raise refusal(error) from None


def refusal(error: Exception) -> AwsRefused:
    """Botocore's error as ours: code, message, request id, and the fix where it is known."""
    if isinstance(error, ClientError):
        answer = cast("dict[str, Any]", error.response)
        said = answer.get("Error", {})
        code = str(said.get("Code", "Unknown"))
        text = str(said.get("Message") or code)
        if error.operation_name == "AssumeRole":
            text = phrase("the role can't be assumed: {error}", error=text)
        request = str(answer.get("ResponseMetadata", {}).get("RequestId", ""))
        return AwsRefused(code, text, request_id=request, fix=_FIXES.get(code, ""))
    code = type(error).__name__
    return AwsRefused(code, str(error), fix=_FIXES.get(code, ""))

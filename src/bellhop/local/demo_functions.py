"""A few Lambda functions for the demo, that really run."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Generator

GREET = """\
def handler(event, context):
    name = event.get("name", "world")
    print(f"greeting {name}")
    return {"greeting": f"Hello, {name}!", "function": context.function_name}
"""

ORDERS = """\
def handler(event, context):
    tea, cup = {"item": "tea", "count": 2, "price": 4.5}, {"item": "cup", "count": 1, "price": 12}
    orders = event.get("orders") or [tea, cup]
    total = sum(order["count"] * order["price"] for order in orders)
    print(f"{len(orders)} orders")
    return {"orders": len(orders), "total": total, "currency": "USD"}
"""

STOCK = """\
STOCK = {"tea": 14, "cup": 3}


def handler(event, context):
    item = event["item"]
    if item not in STOCK:
        raise KeyError(f"no such item: {item}; there are {', '.join(STOCK)}")
    return {"item": item, "left": STOCK[item]}
"""

FUNCTIONS = (
    ("demo-greeting", GREET, 'Greets whom it is told: {"name": "Woochul"}'),
    ("demo-order-report", ORDERS, "Adds up orders"),
    ("demo-stock", STOCK, 'Says what is in stock: {"item": "tea"}; fails on anything else'),
)

ROLE = "demo-functions"

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}


def create_demo_functions(client: Any) -> tuple[str, ...]:
    """Create the demo's functions, unless they are there, and return their names.

    Args:
        client: a boto3 Lambda client that points to the local AWS, in the region where they shall be.
    """
    role = _role(str(client.meta.endpoint_url))
    for name, code, description in FUNCTIONS:
        with _unless("ResourceConflictException"):
            client.create_function(
                FunctionName=name,
                Runtime="python3.13",
                Role=role,
                Handler="index.handler",
                Code={"ZipFile": _zip(code)},
                Description=description,
                Timeout=10,
            )
    return tuple(name for name, _, _ in FUNCTIONS)


def _role(endpoint: str) -> str:
    """Create the role that Lambda asks for, on the same local AWS, where any credentials work."""
    session: Any = boto3.Session(aws_access_key_id="demo", aws_secret_access_key="demo")  # noqa: S106  # as said
    with closing(session.client("iam", region_name="us-east-1", endpoint_url=endpoint)) as iam:
        with _unless("EntityAlreadyExists"):
            iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(TRUST))
        return str(iam.get_role(RoleName=ROLE)["Role"]["Arn"])


@contextmanager
def _unless(code: str) -> Generator[None]:
    """Pass over AWS's refusal with this code."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") != code:
            raise


def _zip(code: str) -> bytes:
    """Pack code; with a fixed date, so that the same code has the same CodeSha256."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("index.py", (2026, 1, 1, 0, 0, 0)), code)
    return packed.getvalue()

"""An AWS to set things up in: moto's server, one a module; every test has a bucket of its own."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from moto.server import ThreadedMotoServer

from bellhop.aws.refusal import ask
from bellhop.aws.session import Clients, Keys


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def clients(endpoint: str) -> Iterator[Clients]:
    keys = Keys(access_key="AKIDEXAMPLE", secret_key="secret")
    made = Clients(region="ap-northeast-2", endpoint=endpoint, keys=keys)
    yield made
    made.close()


@pytest.fixture
def bucket(clients: Clients) -> str:
    """A bucket to watch."""
    name = f"photos-{uuid4().hex[:10]}"
    where = {"LocationConstraint": "ap-northeast-2"}
    ask(clients.client("s3"), "create_bucket", Bucket=name, CreateBucketConfiguration=where)
    return name

"""The whole way, through the demo: a file is uploaded, the alarm goes off, its graph appears in its message."""

import re
import urllib.error
import urllib.request
from io import BytesIO

import pytest
from PIL import Image
from tests.acceptance.conftest import start, stop


@pytest.mark.xdist_group("demo")
def test_an_alarms_graph_appears_in_its_message() -> None:
    process, demo = start()
    try:
        demo.aws("s3").put_object(Bucket=demo.bucket, Key="cats/mia.jpg", Body=b"x" * 500)
        told = demo.wait(lambda message: message["title"].startswith("ALARM"))
        with_graph = demo.wait(lambda message: message["id"] == told["id"] and "/pictures/" in message["text"])
        assert "Graph of AWS/Events Invocations (Sum)" in with_graph["text"]
        found = re.search(r"/pictures/\S+", with_graph["text"])
        assert found is not None
        with urllib.request.urlopen(demo.console + found[0], timeout=10) as answer:  # no token: the link is enough
            picture = Image.open(BytesIO(answer.read()))
        assert picture.size == (900, 400)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(demo.console + found[0].partition("?")[0], timeout=10)
        assert refused.value.code == 403
        refused.value.close()
    finally:
        demo.close()
        assert stop(process) == 0

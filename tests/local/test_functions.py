from __future__ import annotations

import base64
import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from bellhop.local.demo_functions import create_demo_functions

if TYPE_CHECKING:
    from tests.local.conftest import World


def create(world: World, files: str | dict[str, str], name: str = "f", **more: Any) -> str:
    """Create a function from source text, or from several files; returns its ARN."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, text in ({"index.py": files} if isinstance(files, str) else files).items():
            archive.writestr(path, text)
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    role = world.client("iam").create_role(RoleName=f"role-of-{name}", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    settings: dict[str, Any] = {"Runtime": "python3.13", "Handler": "index.handler", "Timeout": 5}
    answer = world.client("lambda").create_function(
        FunctionName=name, Role=role, Code={"ZipFile": packed.getvalue()}, **(settings | more)
    )
    return str(answer["FunctionArn"])


def invoke(world: World, payload: Any = None, name: str = "f", **more: Any) -> dict[str, Any]:
    answer = world.client("lambda").invoke(FunctionName=name, Payload=json.dumps(payload), **more)
    text = answer["Payload"].read()
    return {**answer, "value": json.loads(text) if text else None}


def logged(world: World, word: str) -> list[str]:
    """Return the lines with a word in them that the function has written to CloudWatch Logs by now."""
    logs = world.client("logs")
    if not logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/f")["logGroups"]:
        return []
    lines: list[dict[str, str]] = logs.filter_log_events(logGroupName="/aws/lambda/f")["events"]
    return [line["message"] for line in lines if word in line["message"]]


def log_of(answer: dict[str, Any]) -> str:
    return base64.b64decode(answer["LogResult"]).decode()


def test_a_function_runs_and_returns(world: World) -> None:
    create(world, "def handler(event, context):\n    return [event['n'] * 2, context.function_name]\n")
    answer = invoke(world, {"n": 21})
    assert answer["value"] == [42, "f"]
    assert (answer["StatusCode"], answer["ExecutedVersion"]) == (200, "$LATEST")
    assert "FunctionError" not in answer
    assert "LogResult" not in answer


def test_an_error_comes_back_as_lambda_tells_it(world: World) -> None:
    create(world, "def handler(event, context):\n    raise ValueError('no such order')\n")
    answer = invoke(world)
    assert (answer["StatusCode"], answer["FunctionError"]) == (200, "Unhandled")
    assert answer["value"]["errorMessage"] == "no such order"
    assert answer["value"]["errorType"] == "ValueError"
    assert answer["value"]["stackTrace"] == [
        "  File \"/var/task/index.py\", line 2, in handler\n    raise ValueError('no such order')\n"
    ]


@pytest.mark.parametrize(
    ("source", "handler", "kind", "message"),
    [
        ("import nowhere", "index.handler", "Runtime.ImportModuleError", "No module named 'nowhere'"),
        ("def handler(:", "index.handler", "Runtime.UserCodeSyntaxError", "Syntax error in module 'index'"),
        ("x = 1", "index.handler", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'index'"),
        ("x = 1", "other.handler", "Runtime.ImportModuleError", "Unable to import module 'other'"),
        ("handler = lambda e, c: {1}", "index.handler", "Runtime.MarshalError", "not JSON serializable"),
        ("import sys\ndef handler(e, c): sys.exit(1)", "index.handler", "SystemExit", "1"),
    ],
)
def test_code_that_is_wrong_says_how(world: World, source: str, handler: str, kind: str, message: str) -> None:
    create(world, source, Handler=handler)
    answer = invoke(world)
    assert answer["FunctionError"] == "Unhandled"
    assert answer["value"]["errorType"] == kind
    assert message in answer["value"]["errorMessage"]


def test_the_log_has_what_was_printed_and_logged(world: World) -> None:
    source = (
        "import logging, sys\nlogging.getLogger().setLevel('INFO')\n"
        "def handler(event, context):\n"
        "    print('printed', event)\n    print('to stderr', file=sys.stderr)\n    sys.stdout.write('written\\n')\n"
        "    logging.getLogger().info('logged')\n    logging.getLogger(__name__).warning('warned')\n"
    )
    create(world, source)
    text = log_of(invoke(world, {"n": 1}, LogType="Tail"))
    lines = text.splitlines()
    assert lines[0].startswith("START RequestId: ")
    assert lines[0].endswith(" Version: $LATEST")
    assert lines[1:4] == ["printed {'n': 1}", "to stderr", "written"]
    assert [(line.split("\t")[0], line.split("\t")[3]) for line in lines[4:6]] == [
        ("[INFO]", "logged"),
        ("[WARNING]", "warned"),
    ]
    assert lines[6].startswith("END RequestId: ")
    assert lines[7].startswith("REPORT RequestId: ")
    assert "\tBilled Duration: " in lines[7]
    stored = world.client("logs").filter_log_events(logGroupName="/aws/lambda/f")["events"]
    assert [event["message"] for event in stored] == lines


def test_two_invocations_at_once_keep_their_output_apart(world: World) -> None:
    source = (
        "import threading\ntogether = threading.Barrier(2, timeout=5)\n"
        "def handler(event, context):\n    together.wait()\n    print('I am', event)\n    together.wait()\n"
    )
    create(world, source)
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(invoke, world, n, LogType="Tail") for n in (1, 2)]
    logs = [log_of(run.result()).splitlines() for run in runs]
    assert [[line for line in lines if "I am" in line] for lines in logs] == [["I am 1"], ["I am 2"]]


def test_a_function_that_takes_too_long_is_ended(world: World) -> None:
    create(world, "def handler(event, context):\n    while True:\n        pass\n", Timeout=1)
    answer = invoke(world)
    assert answer["FunctionError"] == "Unhandled"
    assert answer["value"]["errorMessage"].endswith("Task timed out after 1.00 seconds")


def test_its_environment_is_its_own(world: World) -> None:
    source = (
        "import os\nfrom os import environ\nimport os.path\n"
        "def handler(event, context):\n"
        "    return [os.environ['STAGE'], environ['AWS_REGION'], os.getenv('HOME'), os.path.join('a', 'b'),"
        " os.environ['AWS_ENDPOINT_URL']]\n"
    )
    create(world, source, Environment={"Variables": {"STAGE": "test"}})
    assert invoke(world)["value"] == ["test", "ap-northeast-2", None, "a/b", world.aws.endpoint]


def test_a_package_of_several_modules_stays_apart_from_this_process(world: World) -> None:
    files = {
        "index.py": "import json, helper\nfrom pkg import part\nfrom pkg.deep import name\nimport pkg.deep\n"
        "def handler(event, context):\n    return [helper.N, part.N, name, pkg.deep.name, json.dumps(1)]\n",
        "helper.py": "N = 1\n",
        "pkg/__init__.py": "",
        "pkg/part.py": "from . import deep\nfrom .deep import name\nN = deep.name + '!'\n",
        "pkg/deep.py": "name = 'deep'\n",
    }
    create(world, files)
    assert invoke(world)["value"] == [1, "deep!", "deep", "deep", "1"]


def test_state_lives_from_one_invocation_to_the_next_until_the_code_changes(world: World) -> None:
    source = "count = {}\ndef handler(event, context):\n    count['n'] = count.get('n', 0) + 1\n    return count['n']\n"
    create(world, source)
    assert [invoke(world)["value"] for _ in range(2)] == [1, 2]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.py", "def handler(event, context):\n    return 'new'\n")
    world.client("lambda").update_function_code(FunctionName="f", ZipFile=packed.getvalue())
    assert invoke(world)["value"] == "new"


def test_event_and_dry_run_invocations(world: World) -> None:
    create(world, "def handler(event, context):\n    print('it ran with', event)\n")
    dry = world.client("lambda").invoke(FunctionName="f", InvocationType="DryRun")
    assert (dry["StatusCode"], dry["Payload"].read()) == (204, b"")
    later = world.client("lambda").invoke(FunctionName="f", InvocationType="Event", Payload=b'"later"')
    assert (later["StatusCode"], later["Payload"].read()) == (202, b"")
    assert world.eventually(lambda: logged(world, "it ran")) == ["it ran with later"]


def test_a_payload_that_is_not_json_is_refused(world: World) -> None:
    create(world, "def handler(event, context): pass\n")
    with pytest.raises(ClientError, match="InvalidRequestContentException"):
        world.client("lambda").invoke(FunctionName="f", Payload=b"not json")


def test_another_language_is_refused_in_words(world: World) -> None:
    create(world, "exports.handler = 1", Runtime="nodejs22.x")
    answer = invoke(world)
    assert answer["FunctionError"] == "Unhandled"
    assert answer["value"]["errorMessage"] == "The local AWS runs Python functions only; f is nodejs22.x."


def test_topics_and_rules_invoke_functions(world: World) -> None:
    arn = create(world, "def handler(event, context):\n    print('GOT', event)\n")
    sns = world.client("sns")
    topic = sns.create_topic(Name="t")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=arn)
    sns.publish(TopicArn=topic, Message="from the topic", Subject="s")
    world.rule("r", {"source": ["app"]}, arn)
    world.client("events").put_events(Entries=[{"Source": "app", "DetailType": "T", "Detail": '{"from": "the rule"}'}])
    text = "\n".join(world.eventually(lambda: logged(world, "GOT")[1:] and logged(world, "GOT")))
    assert "'EventSource': 'aws:sns'" in text
    assert "'Message': 'from the topic'" in text
    assert "'from': 'the rule'" in text


def test_errors_of_functions_move_their_metric(world: World) -> None:
    create(world, "def handler(event, context):\n    raise KeyError('x')\n")
    dimensions = [{"Name": "FunctionName", "Value": "f"}]
    world.alarm("errors", world.topic(), Namespace="AWS/Lambda", MetricName="Errors", Dimensions=dimensions)
    invoke(world)
    world.eventually(lambda: world.sink.alarms("ALARM"))


def test_the_demos_functions_are_there_once_and_run(world: World) -> None:
    names = create_demo_functions(world.client("lambda"))
    assert create_demo_functions(world.client("lambda")) == names
    listed = world.client("lambda").list_functions()["Functions"]
    assert tuple(function["FunctionName"] for function in listed) == names
    assert invoke(world, {"name": "Woochul"}, "demo-greeting")["value"]["greeting"] == "Hello, Woochul!"
    assert invoke(world, {}, "demo-order-report")["value"]["total"] == 21
    assert invoke(world, {"item": "tea"}, "demo-stock")["value"] == {"item": "tea", "left": 14}
    assert invoke(world, {"item": "sofa"}, "demo-stock")["FunctionError"] == "Unhandled"


def test_code_that_is_no_zip_says_so(world: World) -> None:
    create(world, "x = 1")
    world.client("lambda").update_function_code(FunctionName="f", ZipFile=b"no zip")
    assert invoke(world)["value"]["errorType"] == "Runtime.InvalidZip"

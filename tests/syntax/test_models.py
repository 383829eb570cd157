from pathlib import Path

import pytest

from bellhop.syntax import Grammar, Models
from bellhop.syntax.compile import build, compiled
from bellhop.syntax.database import Database, file_in
from bellhop.syntax.disk import Disk
from bellhop.syntax.record import first_sentence

SERVICES = ("sqs", "sts", "s3")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models")
    told: list[tuple[int, int, str]] = []
    build(file_in(path), SERVICES, lambda done, of, service: told.append((done, of, service)))
    assert told == [(1, 3, "sqs"), (2, 3, "sts"), (3, 3, "s3")]
    return path


def test_the_compiled_file_says_what_botocore_s_files_say(folder: Path) -> None:
    database, disk = Database(file_in(folder)), Disk()
    assert database.services() == tuple(sorted(SERVICES))
    for service in SERVICES:
        assert database.verbs(service) == disk.verbs(service)
        assert database.waiters(service) == disk.waiters(service)
        for api in list(disk.verbs(service).values())[::10]:
            assert database.record(service, api) == disk.record(service, api)
            assert database.outputs(service, api) == disk.outputs(service, api)


def test_a_command_is_the_same_from_the_compiled_file(folder: Path, grammar: Grammar) -> None:
    from_file = Grammar(Models(folder))
    for text in (
        "sqs list-queues --max-items 3",
        "s3api list-objects-v2 --bucket b",
        "s3api wait bucket-exists --bucket b",
    ):
        assert from_file.parse(text) == grammar.parse(text)


def test_a_file_that_appears_later_is_used(tmp_path: Path) -> None:
    models = Models(tmp_path)
    assert models.has("lambda")
    build(file_in(tmp_path), ("sts",))
    assert "get-caller-identity" in models.verbs("sts")
    assert models.find("list-functions") == ()


def test_a_broken_file_is_no_reason_to_fail(tmp_path: Path) -> None:
    file_in(tmp_path).write_bytes(b"no database")
    assert "get-caller-identity" in Models(tmp_path).verbs("sts")


def test_a_whole_file_is_not_built_again(folder: Path) -> None:
    before = file_in(folder).stat().st_mtime_ns
    assert compiled(folder) == file_in(folder)
    assert file_in(folder).stat().st_mtime_ns == before


def test_services_go_by_the_cli_s_names(grammar: Grammar) -> None:
    services = grammar.services()
    assert {"s3api", "deploy", "configservice", "lambda"} <= set(services)
    assert not {"s3", "codedeploy", "config", "runtime.sagemaker"} & set(services)
    assert grammar.models.has("runtime.sagemaker")
    assert list(services) == sorted(services)


def test_operations_are_the_cli_s(grammar: Grammar) -> None:
    assert "list-buckets" in grammar.operations("s3api")
    assert "verify-email-address" not in grammar.operations("ses")
    with pytest.raises(KeyError):
        grammar.operations("s3")


def test_the_quick_index_has_every_operation(grammar: Grammar) -> None:
    for service in ("s3api", "amplify"):
        for verb in grammar.operations(service):
            assert service in grammar.models.find(verb)


def test_options_are_described_required_first(grammar: Grammar) -> None:
    options = grammar.options("lambda", "invoke")
    assert options[0].name == "function-name"
    assert options[0].required
    names = {option.name for option in options}
    assert {"payload", "log-type", "function-name"} <= names
    assert "cli-input-json" not in names
    assert next(option for option in options if option.name == "log-type").choices == ("None", "Tail")


@pytest.mark.parametrize(
    ("markup", "sentence"),
    [
        ("<p>Lists <code>things</code>. Then more.</p>", "Lists things."),
        ("<p>Uses v2.1 of it, e.g. this &amp; that</p>", "Uses v2.1 of it, e.g. this & that"),
        ("", ""),
        ("<p>" + "long " * 100 + "</p>", ("long " * 40)[:199].rstrip() + "…"),
    ],
)
def test_documentation_is_cut_to_its_first_sentence(markup: str, sentence: str) -> None:
    assert first_sentence(markup) == sentence

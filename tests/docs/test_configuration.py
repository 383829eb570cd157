"""What the manual says of bellhop.yaml is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from tests.docs.pages import PAGES, ROOT, Block, blocks, read

from bellhop.config import Config, load_config
from bellhop.span import span_text

BLOCKS = [block for page in PAGES for block in blocks(page, "yaml")]
CONFIGS = [block for block in BLOCKS if block.text.startswith("# bellhop.yaml")]
_ROW = re.compile(r"^\| `([\w.\[\]]+)` \| (.+?) \|", re.MULTILINE)


def _keys(model: type[BaseModel], before: str = "") -> Iterator[tuple[str, FieldInfo]]:
    for plain, field in model.model_fields.items():
        name = field.alias or plain
        inner = [kind for kind in _inside(field.annotation) if isinstance(kind, type) and issubclass(kind, BaseModel)]
        if not inner:
            yield before + name, field
        elif str(field.annotation).startswith("dict"):
            yield from _keys(inner[0], f"{before}{name}.NAME.")
        elif str(field.annotation).startswith("tuple"):
            yield before + name, field
            yield from _keys(inner[0], f"{before}{name}[].")
        else:
            if before and not field.is_required() and field.default is None:
                yield before + name, field
            yield from _keys(inner[0], f"{before}{name}.")


def _inside(annotation: Any) -> list[Any]:
    return [annotation, *(inner for part in getattr(annotation, "__args__", ()) for inner in _inside(part))]


# What channels and their defaults have alike is explained once.
_SHARED = re.compile(r"^(?:defaults|channels\.NAME)\.(\w+(?:\[\])?\.)")
KEYS = {_SHARED.sub(r"\1", key): field for key, field in _keys(Config)}
TOLD = dict(_ROW.findall(read(ROOT / "docs" / "configuration.md")))


def test_every_key_is_explained_and_no_other() -> None:
    assert set(TOLD) == set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_the_default_is_the_one_that_counts(key: str) -> None:
    told = TOLD.get(key, "")
    assert told in _spellings(key, KEYS[key]), f"{key}: the manual says {told}, the default is another"


def _spellings(key: str, field: FieldInfo) -> set[str]:
    """The ways in which the manual may say what a key's default is."""
    if field.is_required():
        return {"needed"}
    default: Any = field.get_default(call_default_factory=True)
    match default:
        case None:
            return {f"`defaults.{key.rpartition('.')[2]}`"} if key.startswith("channels.") else {"none", "empty"}
        case "" | () | {}:
            return {"empty", "none"}
        case bool():
            return {f"`{str(default).lower()}`"}
        case float():
            return {f"`{default}`", f"`{default:g}`", f"`{default:.0f}`"}
        case timedelta():
            forever = {"`forever`"} if not default else set[str]()
            return {f"`{span_text(default)}`", f"`{default}`", f"`{default.days}d`"} | forever
        case tuple():
            return {", ".join(f"`{one}`" for one in cast("tuple[str, ...]", default))}
        case _:
            return {f"`{default}`"}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.id)
def test_a_yaml_block_says_what_file_it_is_of(block: Block) -> None:
    assert re.match(r"# [\w-]+\.yaml\b", block.text), "begin it with `# bellhop.yaml`, or the name of another file"
    assert yaml.safe_load(block.text)


@pytest.mark.parametrize("block", CONFIGS, ids=lambda block: block.id)
def test_a_configuration_in_the_manual_loads(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _load(block.text, tmp_path, monkeypatch)


def test_the_configuration_to_deploy_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _load(read(ROOT / "deploy" / "config.yaml"), tmp_path, monkeypatch)


def _load(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    for name in re.findall(r"\{env: (\w+)\}", text):
        monkeypatch.setenv(name, _secret(name))
    for file in set(re.findall(r"\{file: ([^}]+)\}", text)):
        secret = folder / Path(file).name
        secret.write_text(_secret(file), encoding="utf-8")
        text = text.replace(f"{{file: {file}}}", f"{{file: {secret}}}")
    if "channels" not in cast("dict[str, Any]", yaml.safe_load(text)):
        text += "\nchannels: {ops: {platform: web}}\n"
    file = folder / "bellhop.yaml"
    file.write_text(text, encoding="utf-8")
    return load_config(file)


def _secret(name: str) -> str:
    """Something that looks like the secret of that name."""
    kinds = {"bot_token": "xoxb-test", "app_token": "xapp-test"}
    return next((secret for kind, secret in kinds.items() if kind in name.lower()), "https://example.com/x")

"""Write `src/bellhop/syntax/retired.json.gz`: the operations that older botocores had and the installed one lacks.

Each is kept with the shapes that it reaches, documentation cut down to first sentences. The file bears no time, so the
same wheels give the same bytes. Run it with an old wheel whenever the lock takes a newer botocore.

Usage:
    pip download --no-deps --dest /tmp/wheels botocore==1.43.11
    python -m tools.build_retired /tmp/wheels/botocore-1.43.11-py3-none-any.whl
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import botocore
from botocore.exceptions import DataNotFoundError
from botocore.loaders import Loader

from bellhop.syntax.disk import loader
from bellhop.syntax.record import cut, outputs

TARGET = Path(__file__).parent.parent / "src" / "bellhop" / "syntax" / "retired.json.gz"


def unpacked(wheel: Path, folder: Path) -> Loader:
    """Unpack a botocore wheel's models and return a loader of them."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder, [name for name in archive.namelist() if name.startswith("botocore/data/")])
    return Loader(extra_search_paths=[str(folder / "botocore" / "data")], include_default_search_paths=False)


def described(files: Loader, service: str, kind: str) -> dict[str, Any]:
    """Return one of a service's documents; empty if it has none."""
    try:
        return files.load_service_model(service, kind)
    except (DataNotFoundError, ValueError):
        return {}


def lost(old: Loader, service: str) -> dict[str, Any]:
    """Return what a service had and has no longer, as a `service-2` document; empty if it lost nothing."""
    before = described(old, service, "service-2")
    now: Mapping[str, Any] = described(loader(), service, "service-2").get("operations", {})
    pagination = described(old, service, "paginators-1").get("pagination", {})
    found: dict[str, Any] = {"metadata": before["metadata"], "operations": {}, "shapes": {}, "pagination": {}}
    for api in sorted(set(before["operations"]) - set(now)):
        record = cut(before, api, pagination.get(api))
        found["operations"][api] = record.operation
        # The inputs come last: theirs are the shapes with documentation.
        found["shapes"] = {**outputs(before, api), **found["shapes"], **record.shapes}
        if record.paginator:
            found["pagination"][api] = record.paginator
    return found if found["operations"] else {}


def joined(older: dict[str, Any], newer: dict[str, Any]) -> dict[str, Any]:
    """Return what two botocores had of a service; the newer one is believed."""
    parts = ("operations", "shapes", "pagination")
    return {**newer, **{part: {**older.get(part, {}), **newer[part]} for part in parts}}


def main() -> None:
    """Build the file and say what is in it."""
    parser = argparse.ArgumentParser(description="Keeps what AWS has retired.")
    parser.add_argument("wheels", nargs="+", type=Path, help="older botocore wheels, the oldest first")
    services: dict[str, Any] = {}
    wheels: list[Path] = parser.parse_args().wheels
    for wheel in wheels:
        with tempfile.TemporaryDirectory() as folder:
            old = unpacked(wheel, Path(folder))
            for service in old.list_available_services("service-2"):
                if found := lost(old, service):
                    services[service] = joined(services.get(service, {}), found)
    made_from = f"{', '.join(wheel.name.split('-py')[0] for wheel in wheels)} without botocore {botocore.__version__}"
    text = json.dumps({"made_from": made_from, "services": services}, separators=(",", ":"))
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    count = sum(len(service["operations"]) for service in services.values())
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes, {count} operations from {made_from}")  # noqa: T201  # it is a script


if __name__ == "__main__":
    main()

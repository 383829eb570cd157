"""What a question is searched in: one row of words an operation, built with the compiled models."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from bellhop.syntax.record import plain_text
from bellhop.syntax.special import names, refused

TABLES = """
CREATE TABLE wording (id INTEGER PRIMARY KEY, service TEXT NOT NULL, verb TEXT NOT NULL, needs INTEGER NOT NULL);
CREATE VIRTUAL TABLE question USING fts5
    (service, name, words, documentation, parameters, content='', tokenize='porter unicode61');
"""
"""`wording`: the CLI's names of an operation and how many parameters it can't do without."""

MOST_DOCUMENTATION = 600
"""Characters of an operation's documentation that are searched."""

_CLI_NAMES = {api: cli for cli, api in names.SERVICES.items() if cli not in names.NICKNAMES}


def add(connection: sqlite3.Connection, service: str, description: Mapping[str, Any]) -> None:
    """Add a service's operations, which must be in `operation` already; `service` by botocore's name."""
    cli = _CLI_NAMES.get(service, service)
    if cli in refused.SERVICES:
        return
    unheard = {*refused.LEFT_OUT.get(cli, {}), *refused.COMMANDS.get(cli, {})}
    metadata = description["metadata"]
    name = f"{metadata.get('serviceFullName', '')} {metadata.get('serviceId', '')} {metadata.get('signingName', '')}"
    rows = connection.execute("SELECT id, verb, api FROM operation WHERE service = ? AND NOT retired", (service,))
    for id_, verb, api in rows.fetchall():
        if verb in unheard:
            continue
        operation = description["operations"][api]
        shape = description["shapes"].get(operation.get("input", {}).get("shape"), {})
        members: Mapping[str, Any] = shape.get("members", {})
        needs = sum(not members[member].get("idempotencyToken") for member in shape.get("required", ()))
        documentation = plain_text(operation.get("documentation", ""))[:MOST_DOCUMENTATION]
        words = (cli.replace("-", " "), name, verb.replace("-", " "), documentation, " ".join(map(_spaced, members)))
        connection.execute("INSERT INTO wording VALUES (?, ?, ?, ?)", (id_, cli, verb, needs))
        connection.execute(
            "INSERT INTO question (rowid, service, name, words, documentation, parameters) VALUES (?, ?, ?, ?, ?, ?)",
            (id_, *words),
        )


def _spaced(member: str) -> str:
    """`FunctionName` → `Function Name`."""
    return "".join(f" {letter}" if letter.isupper() else letter for letter in member).strip()

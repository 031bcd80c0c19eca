"""Only the store speaks SQL, and what it offers to others takes and gives none."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rock_glacier_inventory.store import edit, protocol

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("inventory", "gestures", "models", "engine", "processing_provider", "plugin")

OTHERS = {"processing_provider/capture/tiled/mbtiles.py": "MBTiles: somebody else's SQLite, and no inventory"}
"""Files that may speak SQL, and why."""

_SQL = re.compile(
    r"\bSELECT\s+\S+|\bINSERT\s+(OR\s+\w+\s+)?INTO\b|\bUPDATE\s+\S+\s+SET\b|\bDELETE\s+FROM\b|\bPRAGMA\s+\w"
    r"|\b(CREATE|DROP|ALTER)\s+(TABLE|INDEX|TRIGGER|VIEW)\b|\bBEGIN\s+(IMMEDIATE|EXCLUSIVE)\b"
    r"|\b(FROM|JOIN)\s+\S+\s+(\w+\s+)?(ON|WHERE)\b|^\s*(COMMIT|ROLLBACK|VACUUM)\b"
)


def speaks_sql(source: str) -> bool:
    """Whether a file has SQL in a text that is no docstring, or opens SQLite itself."""
    tree = ast.parse(source)
    told = {id(text) for node in ast.walk(tree) if (text := _docstring(node)) is not None}
    return any(
        (id(node) not in told and _SQL.search(_text(node)) is not None)
        or (isinstance(node, ast.Import) and any(name.name == "sqlite3" for name in node.names))
        for node in ast.walk(tree)
    )


def _text(node: ast.AST) -> str:
    """The text of a literal; of an f-string with a name in place of each value."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "x" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _docstring(node: ast.AST) -> ast.expr | None:
    """A text that stands for itself: a docstring, also below a constant."""
    return node.value if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) else None


def test_only_the_store_speaks_sql() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if speaks_sql(path.read_text("utf-8"))
    }
    assert found == set(OTHERS)


@pytest.mark.parametrize(
    ("source", "speaks"),
    [
        ("rows('SELECT \"ID\" FROM x')", True),
        ("rows(f'SELECT {a} FROM {b}')", True),
        ("run(f'UPDATE {table} SET a = 1')", True),
        ("run('DELETE FROM x')", True),
        ("run('INSERT OR REPLACE INTO x VALUES (1)')", True),
        ("run('PRAGMA data_version')", True),
        ("import sqlite3", True),
        ("def f():\n    '''SELECT what is wanted.'''", False),
        ("A = 1\n'''SELECT what is wanted.'''", False),
        ("tr('Select a layer from the list')", False),
        ("tr('Update the plugin')", False),
    ],
)
def test_sql_is_seen(source: str, speaks: bool) -> None:
    assert speaks_sql(source) is speaks


def verbs(of: type) -> Iterator[tuple[str, inspect.Signature]]:
    for name, value in vars(of).items():
        if inspect.isfunction(value) and not name.startswith("_"):
            yield name, inspect.signature(value)


def test_a_store_has_few_verbs() -> None:
    assert 10 < len(list(verbs(protocol.Store))) <= 25


@pytest.mark.parametrize("of", [protocol.Store, protocol.Appending, protocol.Filling, edit.Tables, edit.Edit])
def test_no_verb_takes_or_gives_sql(of: type) -> None:
    for name, signature in verbs(of):
        told = [str(signature.return_annotation), *(str(p) for p in signature.parameters.values())]
        assert not re.search(r"\b(Sql|sql|statement|query|Connection|connection)\b", " ".join(told)), name


def test_the_room_that_implements_it_is_the_only_one_that_sees_a_connection() -> None:
    """Nobody above reaches through a store to what is below it."""
    pattern = re.compile(r"\b(inventory|store|session\.inventory)\.connection\b")
    found = [
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if pattern.search(path.read_text("utf-8"))
    ]
    assert found == []


KNOW_WHAT_KEEPS_IT = {
    "engine/warming.py": "has ready what a first request needs",
    "plugin/session/glacier_union.py": "keeps GDAL quiet, which is no matter of inventories",
    "plugin/session/inventory_settings.py": "the same",
}
"""Files outside the store that import from its rooms for one kind of store, and why."""


def test_nobody_knows_what_keeps_an_inventory() -> None:
    pattern = re.compile(r"^\s*from \.+store\.(geopackage|postgis)\b", re.MULTILINE)
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if pattern.search(path.read_text("utf-8"))
    }
    assert found == set(KNOW_WHAT_KEEPS_IT)

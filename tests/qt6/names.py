"""Which names of Qt and of QGIS our code uses: read from its text, as far as a text can tell."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = (
    "__init__.py",
    "plugin/**/*.py",
    "processing_provider/**/*.py",
    "store/geopackage/gdal_connection.py",
    "tests/qgis/*.py",
    "tests/desktop/*.py",
    "tests/servers/*.py",
    "recipes/*.py",
    "benchmarks/*.py",
    "i18n/*.py",
)
"""Where QGIS is imported."""


@dataclass(frozen=True)
class Known:
    """What a name means in a script: nothing of QGIS where there is no module."""

    module: str = ""
    names: tuple[str, ...] = ()
    is_object: bool = False
    """Or the class itself."""


@dataclass(frozen=True)
class Use:
    """A chain of names in a script."""

    where: str
    """File and line."""
    module: str
    """What it was imported from; empty for an attribute of something that only running tells."""
    chain: tuple[str, ...]
    """Class first; of something else its last name alone."""
    of_object: bool = False
    """Of an object of the class, or of one of ours that derives from it."""

    def __str__(self) -> str:
        return f"{self.where}: {'.'.join(self.chain)}"


def scripts() -> list[Path]:
    """The files that are read."""
    return sorted(path for pattern in SCRIPTS for path in ROOT.glob(pattern))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def _nodes(path: Path) -> list[ast.AST]:
    """All of the tree: it is gone through several times, and walking costs more than reading."""
    return list(ast.walk(_tree(path)))


def names_used(path: Path) -> list[Use]:
    """All uses of what was imported from QGIS in a file, and all attributes of objects."""
    tree, shown = _tree(path), str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
    known: dict[str, Known] = {}
    uses = []
    for node in _nodes(path):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                name = alias.asname or alias.name
                known[name] = Known()
                if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "qgis" and not node.level:
                    known[name] = Known(node.module, (alias.name,))
                    uses.append(Use(f"{shown}:{node.lineno}", node.module, (alias.name,)))
    known.update(_aliases(tree, known))
    inner = {id(node.value) for node in _nodes(path) if isinstance(node, ast.Attribute)}
    for node, here in _attributes(tree, known):
        root, chain = _chain(node)
        what = here.get(root.id) if isinstance(root, ast.Name) else None
        where = f"{shown}:{node.lineno}"
        if what is None:
            uses.append(Use(where, "", (node.attr,)))
        elif what.is_object:
            uses += [Use(where, what.module, (*what.names, *chain), of_object=True)] * (len(chain) == 1)
        elif what.module and id(node) not in inner:  # the longest chain tells all
            uses.append(Use(where, what.module, (*what.names, *chain)))
    return uses


def _chain(node: ast.expr) -> tuple[ast.expr, tuple[str, ...]]:
    """What a chain of attributes begins with, and its names."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.insert(0, node.attr)
        node = node.value
    return node, tuple(names)


def _aliases(scope: ast.Module | ast.FunctionDef, known: dict[str, Known]) -> dict[str, Known]:
    """Other names that a script or function gives to classes and enums: `Key = Qt.Key`."""
    found = {}
    for node in scope.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            root, chain = _chain(node.value)
            what = known.get(root.id) if isinstance(root, ast.Name) else None
            if what is not None and what.module and not what.is_object:
                found[node.targets[0].id] = Known(what.module, (*what.names, *chain))
    return found


def _attributes(tree: ast.AST, known: dict[str, Known]) -> Iterator[tuple[ast.Attribute, dict[str, Known]]]:
    """All attributes, each with the names that are known where it stands."""
    for node in ast.iter_child_nodes(tree):
        here = known  # which is copied where names are added or hidden, and not for each node
        if isinstance(node, ast.ClassDef):
            here = {name: what for name, what in known.items() if name != "self"}
            for base in node.bases:
                here.update(_objects({"self": base}, known))
        elif isinstance(node, ast.FunctionDef):
            arguments = {argument.arg: argument.annotation for argument in (*node.args.args, *node.args.kwonlyargs)}
            here = {name: what for name, what in known.items() if name == "self" or name not in arguments}
            here.update({**_objects(arguments, known), **_aliases(node, known)})
        elif isinstance(node, ast.Attribute):
            yield node, here
        yield from _attributes(node, here)


def _objects(kinds: dict[str, ast.expr | None], known: dict[str, Known]) -> dict[str, Known]:
    """Objects whose class is written there: `self`, and what has an annotation."""
    found = {}
    for name, kind in kinds.items():
        what = known.get(kind.id) if isinstance(kind, ast.Name) else None
        if what is not None and what.module:
            found[name] = Known(what.module, what.names, is_object=True)
    return found


@cache
def own_names() -> frozenset[str]:
    """Names of functions, methods and values that our own code defines."""
    found: set[str] = set()
    beside = (path for folder in ("inventory", "store", "gestures") for path in (ROOT / folder).rglob("*.py"))
    for path in (*scripts(), *beside):
        for node in _nodes(path):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                found.add(node.name)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                found.add(node.attr)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
    return frozenset(found)

"""Every page of help, every place in it and every image that something leads to is there, and goes into the package."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rock_glacier_inventory.inventory.help_pages import (
    FIRST_STEPS,
    HELP_FOLDER,
    KEYS,
    address,
    anchor_of,
    headings,
    links,
    page_file,
    pages,
    title_of,
)

ROOT = Path(__file__).resolve().parents[2]
ASKED_FOR_BY = {"open_help": 0, "help_on_f1": 1, "add_help": 2, "help_button": 1, "help_in_dock": 1, "ask": 3}
"""Function -> which of its arguments is the page."""


def is_there(place: str) -> bool:
    name, _, anchor = place.partition("#")
    if not page_file(name).is_file():
        return False
    return not anchor or anchor in [anchor_of(words) for _, words in headings(page_file(name).read_text("utf-8"))]


def asked_for() -> Iterator[tuple[str, str]]:
    """Where in the code, and which place of help."""
    for path in sorted([*(ROOT / "plugin").rglob("*.py"), *(ROOT / "processing_provider").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            value = None
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKED_FOR_BY:
                value = node.args[ASKED_FOR_BY[node.func.id]]
            elif isinstance(node, ast.Assign) and [ast.unparse(one) for one in node.targets] == ["HELP"]:
                value = node.value
            elif isinstance(node, ast.FunctionDef) and "help_page" in node.name:
                yield from ((f"{path.relative_to(ROOT)}:{node.lineno}", place) for place in _places_in(node))
            if isinstance(value, ast.Constant):
                yield f"{path.relative_to(ROOT)}:{value.lineno}", value.value


def _places_in(function: ast.FunctionDef) -> list[str]:
    """The texts that a function gives back, its own words left out."""
    [given] = [node for node in ast.walk(function) if isinstance(node, ast.Return)]
    return [node.value for node in ast.walk(given) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


WINDOWS = ("QDialog", "QDockWidget", "QgsOptionsPageWidget")
HELP_ITSELF = {"HelpWindow"}
BY_ITS_HEADER = {"InventoryDock"}
"""Its button stands in the header, its F1 among the dock's keys (`tests/desktop/dock_help.py`)."""


def windows() -> Iterator[tuple[str, str]]:
    """Each dialog, dock and page of options in the code, and its text."""
    for path in sorted([*(ROOT / "plugin").rglob("*.py"), *(ROOT / "processing_provider").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and any(ast.unparse(base) in WINDOWS for base in node.bases):
                yield node.name, ast.unparse(node)


def test_every_dialog_dock_and_page_of_options_has_help() -> None:
    found = dict(windows())
    assert {"SettingsDialog", "ModelsDialog", "About", "TrainingCurve", "OutlineWalk", "OptionsPage"} <= set(found)
    asks = ("add_help(self", "help_button(self", "help_in_dock(self")
    without = {name for name, text in found.items() if not any(words in text for words in asks)}
    assert without == HELP_ITSELF | BY_ITS_HEADER


def test_questions_have_help() -> None:
    """Qt's own question has no page; `ask` is the one way to put one."""
    for path in sorted((ROOT / "plugin").rglob("*.py")):
        for kind in ("question", "warning", "information", "critical"):
            assert f"QMessageBox.{kind}(" not in path.read_text("utf-8"), path


def test_every_page_that_is_asked_for_is_there() -> None:
    found = list(asked_for())
    assert len(found) > 20
    assert [(where, place) for where, place in [*found, ("", FIRST_STEPS), ("", KEYS)] if not is_there(place)] == []
    assert not is_there("detect#no-such-place")
    assert not is_there("none")


@pytest.mark.parametrize("name", pages())
def test_every_link_and_image_of_a_page_is_there(name: str) -> None:
    text = page_file(name).read_text("utf-8")
    assert title_of(text)
    for link in links(text):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (HELP_FOLDER / path).resolve() if path else page_file(name)
        assert target.exists(), f"{name}: {link}"
        if anchor:
            words = [anchor_of(words) for _, words in headings(target.read_text("utf-8"))]
            assert anchor in words, f"{name}: {link}"


def test_the_table_of_contents_has_every_page() -> None:
    contents = links((ROOT / "docs" / "index.md").read_text("utf-8"))
    assert {f"user/{name}.md" for name in pages()} <= set(contents)
    assert pages()[0] == "install"


def test_anchors_are_those_of_who_shows_markdown() -> None:
    assert anchor_of("Filling them") == "filling-them"
    assert anchor_of("Labels: 1, 0, and 255 for unknown") == "labels-1-0-and-255-for-unknown"
    assert anchor_of("What is missing is told, and never taken for landscape") == (
        "what-is-missing-is-told-and-never-taken-for-landscape"
    )
    assert anchor_of("Größe é") == "größe-é"
    assert headings("# One\n\n```\n# no heading\n```\n\n## Two `code`\n") == [(1, "One"), (2, "Two code")]
    assert links("[a](b.md#c) ![d](../e.jpg)\n\n    [no](link.md)\n") == ["b.md#c", "../e.jpg"]
    assert address("detect#choices") == "rock-glacier-help:detect#choices"


def test_the_package_has_all_pages_with_their_images(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "recipes"))
    from package import tracked_files

    packed = {ROOT / name for name in tracked_files()}
    wanted = {page_file(name) for name in pages()} | {ROOT / "docs" / "index.md"}
    for name in pages():
        images = [link for link in links(page_file(name).read_text("utf-8")) if link.endswith((".jpg", ".png", ".svg"))]
        wanted |= {(HELP_FOLDER / image).resolve() for image in images}
    assert wanted <= packed
    sys.modules.pop("package", None)

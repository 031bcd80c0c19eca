"""Tests of the dock press what a person presses: none sends a widget's signal or sets its value itself.

A button that was grey passed for weeks because a test emitted its signal. So these scripts are parsed: what a
person does goes through `tests/desktop/person.py` and `dialogs.py`, which assert first that it is seen and
not grey.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATTERNS = ("tests/desktop/*.py", "tests/qgis/test_*.py", "tests/qt6/test_*.py", "benchmarks/*session*.py")

SIGNALS = frozenset({"emit"})
VALUES = frozenset(
    {
        "setText",
        "setPlainText",
        "setEditText",
        "setValue",
        "setCurrentText",
        "setCurrentIndex",
        "setChecked",
        "setFilePath",
        "setKeySequence",
        "setDate",
        "setLayer",
    }
)
SLOTS = frozenset({"click", "animateClick", "toggle", "trigger", "accept", "reject", "done", "showPopup"})
EVENTS = frozenset(
    {"mouseClick", "mouseDClick", "mousePress", "mouseRelease", "keyClick", "keyClicks", "keyPress", "keyRelease"}
)
"""Of QTest: sent to a widget they reach it also where it is grey or covered."""
CONTROLLERS = frozenset({"controller", "controller()", "mode"})
"""Whose methods the dock's signals call."""

ALLOWED = {
    ("tests/desktop/person.py", EVENTS): "here a person's clicks and keys are made, at the window",
    ("tests/desktop/in_desktop.py", frozenset({"trigger"})): "ends QGIS, also where a step has failed",
    ("tests/desktop/dialogs.py", frozenset({"reject"})): "closes what a failed step has left open",
    ("tests/qgis/test_dock_panels.py", frozenset({"trigger"})): "in the controller's stead: a key was heard",
    (
        "tests/qgis/test_finish_mode.py",
        frozenset({"begin", "stop"}),
    ): "in the controller's stead: a mode began, and ended",
    ("tests/qgis/test_drawing.py", frozenset({"click"})): "of a twin of QGIS's tool, which has that method",
    ("tests/qgis/test_network_path.py", frozenset({"_mounts"})): "no widget is near",
    ("benchmarks/dock_session.py", frozenset({"keyClick", "open", "trigger"})): "only our own time counts",
    ("benchmarks/remain_all_session.py", frozenset({"open", "trigger"})): "only our own time counts",
    ("benchmarks/levels_session.py", frozenset({"keyClick", "trigger"})): "only our own time counts; ends QGIS",
    ("benchmarks/view_session.py", frozenset({"trigger"})): "ends QGIS, also where a step has failed",
}


def acts(source: str) -> Iterator[tuple[int, str]]:
    """Line and name of each call by which a script does a person's part."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, on = node.func.attr, ast.unparse(node.func.value)
        last = on.rsplit(".", 1)[-1]
        is_value = name in VALUES and not last.startswith(("QgsSettings", "clipboard()"))  # which are no widgets
        is_event = name in EVENTS and last == "QTest"
        if name in SIGNALS | SLOTS or is_value or is_event or last in CONTROLLERS or _is_private(name, on):
            yield node.lineno, name


def _is_private(name: str, on: str) -> bool:
    """What stands under another object's bonnet is no person's to call."""
    return name.startswith("_") and not name.startswith("__") and on not in ("self", "super()")


def found() -> Iterator[tuple[str, int, str]]:
    for pattern in PATTERNS:
        for path in sorted(ROOT.glob(pattern)):
            for line, name in acts(path.read_text("utf-8")):
                yield path.relative_to(ROOT).as_posix(), line, name


def is_allowed(path: str, name: str) -> bool:
    return any(path == file and name in names for file, names in ALLOWED)


def test_nobody_acts_in_a_persons_stead() -> None:
    wrong = [f"{path}:{line}: {name}" for path, line, name in found() if not is_allowed(path, name)]
    assert wrong == [], "press, choose and write with tests/desktop/person.py instead"


def test_no_permission_outlives_its_use() -> None:
    used = {(path, name) for path, _, name in found()}
    for (file, names), reason in ALLOWED.items():
        assert reason
        assert any(path == file and name in names for path, name in used), f"{file} needs it no longer"


def test_the_scripts_are_looked_at() -> None:
    for pattern in PATTERNS:
        assert list(ROOT.glob(pattern)), pattern


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("panel.sample_requested.emit(1.0, 0, 1, '', 1)", "emit"),
        ("person.lineEdit().editingFinished.emit()", "emit"),
        ("dock.mode_buttons['review'].click()", "click"),
        ("dock_plugin().action.trigger()", "trigger"),
        ("dialog.accept()", "accept"),
        ("field.setText('front in shadow')", "setText"),
        ("controller().open(path)", "open"),
        ("dock.controller.set_person('Bench')", "set_person"),
        ("controller().mode.set_order('nearest')", "set_order"),
        ("controller().filler._heard({})", "_heard"),
        ("QTest.mouseClick(button, LEFT)", "mouseClick"),
    ],
)
def test_a_persons_part_is_recognised(source: str, name: str) -> None:
    assert [act for _, act in acts(source)] == [name]


@pytest.mark.parametrize(
    "source",
    [
        "press_button(panel.draw_button)",
        "controller().session.inventory.connection.rows(sql)",
        "panel.show_facts(FACTS)",
        "controller().detecting.process_id()",
        "self._show()",
        "QgsSettings().setValue('x', 1)",
        "QApplication.clipboard().setText('/a/file that is pasted by keys')",
        "QTest.qWaitForWindowActive(window)",
        "button.clicked.connect(slot)",
    ],
)
def test_looking_and_telling_are_no_acts(source: str) -> None:
    assert list(acts(source)) == []

"""A report and passports from the toolbox, as a person makes them, of the inventory that is open."""

from __future__ import annotations

from typing import Any

from dialogs import run_in
from in_desktop import FOLDER, REPORT, grab, wait
from person import choose, type_into
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox
from toolbox import field, in_tool, log_of, toolbox

TITLE = "Bericht <b>冰</b> & mehr"


def _done(dialog: Any, name: str) -> None:
    grab(dialog, f"{name}-filled")
    ok, results = run_in(dialog)
    grab(dialog, f"{name}-log")
    REPORT[name] = {"ok": ok, "results": results, "log": log_of(dialog).replace("\u00a0", " ")}


def _report(dialog: Any) -> None:
    REPORT["report proposed"] = field(dialog, "INVENTORY").text()
    type_into(field(dialog, "TITLE"), TITLE, Qt.Key.Key_Tab)
    type_into(field(dialog, "OUTPUT"), str(FOLDER / "report 冰.html"), Qt.Key.Key_Tab)
    type_into(field(dialog, "PDF"), str(FOLDER / "report 冰.pdf"), Qt.Key.Key_Tab)
    _done(dialog, "report")


def _passports(dialog: Any) -> None:
    combo = field(dialog, "INPUT", QComboBox)
    [name] = [text for text in map(combo.itemText, range(combo.count())) if text.startswith("Rock glaciers")]
    choose(combo, name)
    type_into(field(dialog, "OUTPUT"), str(FOLDER / "passports 冰.pdf"), Qt.Key.Key_Tab)
    _done(dialog, "passports")


def report_and_print() -> None:
    """A page, a PDF, and a page for each rock glacier."""
    toolbox().show()
    wait(300)
    in_tool("Report", _report)
    in_tool("Passports of rock glaciers", _passports)
    toolbox().close()

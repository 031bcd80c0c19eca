"""Publishing by hand: the tool's dialog filled twice, and the metadata of a file that a person opens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dialogs import in_dialog, run_in
from in_desktop import FOLDER, REPORT, grab, wait
from person import check, choose, click_at, double_click_at, press_key, type_into, type_text
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QDialog, QListWidget, QPlainTextEdit
from qgis.utils import iface
from toolbox import field, in_tool, log_of, toolbox

ONE, TWO = FOLDER / "published 冰 1.0", FOLDER / "published 冰 1.1"


def publish_in_the_toolbox(inventory: Path) -> None:
    """Refused first, because something is open; then published, and published again with what changed."""
    toolbox().show()
    wait(300)
    REPORT["published"] = {}

    def first(dialog: Any) -> None:
        grab(dialog, "publish-dialog")
        for width, height in ((1366, 768), (1600, 900), (1000, 720)):
            dialog.resize(width, height)
            grab(dialog, f"publish-dialog-{width}x{height}")
        type_into(field(dialog, "INVENTORY"), str(inventory), Qt.Key.Key_Tab)
        _write_lines(field(dialog, "CREATOR", QPlainTextEdit), "Ann Mapper; 0000-0002-1825-0097; ETH", "Bo Reviewer")
        REPORT["published"]["boxes"] = [box.text() for box in _boxes(dialog)]
        _check_forms(dialog)
        type_into(field(dialog, "OUTPUT"), str(ONE), Qt.Key.Key_Tab)
        ok, _ = run_in(dialog)
        grab(dialog, "publish-refused")
        REPORT["published"]["refused"] = [ok, log_of(dialog), ONE.exists()]

    def again(dialog: Any, version: str, output: Path, previous: str = "") -> dict[str, Any]:
        type_into(field(dialog, "INVENTORY"), str(inventory), Qt.Key.Key_Tab)
        type_into(field(dialog, "VERSION"), version, Qt.Key.Key_Tab)
        _write_lines(field(dialog, "CREATOR", QPlainTextEdit), "Ann Mapper; 0000-0002-1825-0097; ETH", "Bo Reviewer")
        _check_forms(dialog)
        choose(field(dialog, "OPEN", QComboBox), "include")
        if previous:
            type_into(field(dialog, "PREVIOUS_FOLDER"), previous, Qt.Key.Key_Tab)
        type_into(field(dialog, "OUTPUT"), str(output), Qt.Key.Key_Tab)
        grab(dialog, f"publish-filled-{version}")
        ok, results = run_in(dialog)
        grab(dialog, f"publish-log-{version}")
        return {"ok": ok, "results": results, "log": log_of(dialog)}

    in_tool("Publish inventory", first)
    in_tool("Publish inventory", lambda dialog: REPORT["published"].update(first=again(dialog, "1.0", ONE)))
    in_tool("Publish inventory", lambda dialog: REPORT["published"].update(second=again(dialog, "1.1", TWO, str(ONE))))
    toolbox().close()


def _write_lines(text: QPlainTextEdit, *lines: str) -> None:
    click_at(text.viewport(), QPoint(20, 10))
    for number, line in enumerate(lines):
        if number:
            press_key(Qt.Key.Key_Return)
        type_text(line)


def _boxes(dialog: Any) -> list[QCheckBox]:
    return dialog.mainWidget().wrappers["DIALECT"].wrappedWidget().findChildren(QCheckBox)


def _check_forms(dialog: Any) -> None:
    for box in _boxes(dialog):
        check(box, box.text() in ("tprogi", "rgik-released"))


def look_at_the_metadata() -> None:
    """Open a file of the publication, and the layer's properties: what QGIS shows is what lay beside it."""
    QgsProject.instance().clear()
    path = next((TWO / "data" / "tprogi").glob("*_Extended_Footprint.gpkg"))
    layer = iface.addVectorLayer(str(path), "Published", "ogr")
    REPORT["metadata"] = {"title": layer.metadata().title(), "licences": layer.metadata().licenses()}
    wait(500)
    view = iface.layerTreeView()
    rows = [view.model().index(row, 0) for row in range(view.model().rowCount())]
    index = next(row for row in rows if "Published" in str(row.data()))

    def look(dialog: Any) -> None:
        dialog.resize(1000, 720)
        pages = next(one for one in dialog.findChildren(QListWidget) if one.isVisible() and one.count() > 5)
        for title in ("Information", "Metadata"):
            row = next(row for row in range(pages.count()) if pages.item(row).text() == title)
            pages.scrollToItem(pages.item(row))
            click_at(pages.viewport(), pages.visualItemRect(pages.item(row)).center())
            grab(dialog, f"publish-properties-{title.lower()}", 600)
        press_key(Qt.Key.Key_Escape)

    in_dialog(lambda: double_click_at(view.viewport(), view.visualRect(index).center()), look, QDialog)


def look_at_the_dialog_at_night() -> None:
    QgsApplication.instance().setUITheme("Night Mapping")
    wait(300)
    toolbox().show()
    in_tool("Publish inventory", lambda dialog: grab(dialog, "publish-night"))
    toolbox().close()

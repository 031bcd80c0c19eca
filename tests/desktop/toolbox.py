"""How a person uses the toolbox of QGIS: finds a tool by its title, and fills its dialog."""

from __future__ import annotations

from typing import Any

from dialogs import press_in
from in_desktop import FOLDER, wait
from person import click_at, double_click_at, type_into
from qgis.PyQt.QtCore import QPoint, QTimer
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QDockWidget, QGroupBox, QLineEdit, QTextEdit
from qgis.utils import iface


def toolbox() -> Any:
    return iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")


def in_tool(title: str, use: Any) -> None:
    """Write a tool's title into the toolbox, double-click on it, and use its dialog, which is closed at last."""
    type_into(toolbox().searchBox, title, None)
    wait(400)
    tree = toolbox().algorithmTree
    index = next(row for row in _rows(tree, tree.rootIndex()) if str(row.data()) == title)
    tree.scrollTo(index)

    faults: list[BaseException] = []
    timer = QTimer()

    def look() -> None:  # the double click does not come back before the dialog is closed
        dialogs = [one for one in QApplication.topLevelWidgets() if one.isVisible() and hasattr(one, "runButton")]
        if not dialogs:
            return
        timer.stop()
        dialog = dialogs[0]
        try:
            assert title in dialog.windowTitle(), dialog.windowTitle()  # newer QGIS names the group before it
            dialog.resize(1000, 720)
            dialog.move(0, 0)
            wait(200)
            use(dialog)
            press_in(dialog, QDialogButtonBox.StandardButton.Close)
        except BaseException as fault:  # told below, where it is not swallowed by Qt
            faults.append(fault)
            dialog.close()

    timer.timeout.connect(look)
    timer.start(30)
    double_click_at(tree.viewport(), tree.visualRect(index).center())
    timer.stop()
    if faults:
        raise faults[0]


def _rows(tree: Any, parent: Any) -> Any:
    model = tree.model()
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        yield index
        yield from _rows(tree, index)


def field(dialog: Any, key: str, kind: type = QLineEdit) -> Any:
    """What a person uses of a parameter's field."""
    wrapper = dialog.mainWidget().wrappers[key]
    widget = wrapper.wrappedWidget() or wrapper.widget  # QGIS's own, else one of ours
    return widget if isinstance(widget, kind) else next(one for one in widget.findChildren(kind) if one.isVisible())


def open_advanced(dialog: Any) -> None:
    """Unfold the advanced parameters."""
    box = dialog.findChild(QGroupBox, "grpAdvanced")
    if box.property("collapsed"):  # QGIS remembers it of the dialog before
        click_at(box, QPoint(10, 8))
        wait(200)
    assert not box.property("collapsed"), "it did not unfold"


def log_of(dialog: Any) -> str:
    return "\n".join(one.toPlainText() for one in dialog.findChildren(QTextEdit))


def screen(name: str) -> None:
    """All windows as they lie on the screen."""
    QApplication.primaryScreen().grabWindow(0).save(str(FOLDER / f"{name}.png"), "PNG", 80)

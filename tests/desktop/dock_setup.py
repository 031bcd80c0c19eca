"""Runs inside the real QGIS desktop: the zip was installed, there is no engine and no home, and a person wants one."""

from __future__ import annotations

import os
import sys
from typing import Any

from qgis.PyQt.QtCore import QPoint
from qgis.PyQt.QtWidgets import QDialogButtonBox, QDockWidget, QTextBrowser, QWidget
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from dialogs import in_dialog, press_in
from in_desktop import FOLDER, PLUGIN, REPORT, dock_plugin, grab, in_the_options, module, run, show_the_dock, wait
from person import click_at, double_click_at, press_button, type_into

CANCEL = QDialogButtonBox.StandardButton.Cancel


def page_of(dialog: Any) -> Any:
    [page] = [part for part in dialog.findChildren(QWidget) if type(part).__name__ == "OptionsPage"]
    assert page.isVisible(), "the options opened at another page"
    return page


def wait_for_work(is_so: Any, seconds: int = 200) -> None:
    for _ in range(seconds * 5):
        if is_so():
            return
        wait(200)
    raise AssertionError("it did not come to it")


def link_in(browser: QTextBrowser) -> QPoint:
    """The middle of the first link that a text shows."""
    view = browser.viewport()
    places = [QPoint(x, y) for y in range(2, view.height(), 4) for x in range(2, view.width(), 4)]
    linked = [place for place in places if browser.anchorAt(place)]
    assert linked, browser.toPlainText()
    return linked[len(linked) // 2]


def a_tool_leads_there_too() -> None:
    """A tool that needs the engine says so, and its link opens the page."""
    REPORT["read at start"] = [name for name in sys.modules if name.startswith(f"{PLUGIN}.") and "setup" in name]
    box = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    box.show()
    wait(300)
    type_into(box.searchBox, "Fill attributes", None)
    wait(400)
    tree = box.algorithmTree
    group = tree.model().index(0, 0, tree.rootIndex())
    while tree.model().hasChildren(group):
        tree.expand(group)
        group = tree.model().index(0, 0, group)
    tree.scrollTo(group)
    place = tree.visualRect(group).center()

    def follow(dialog: Any) -> None:
        [browser] = [one for one in dialog.findChildren(QTextBrowser) if one.isVisible()]
        REPORT["tool says"] = browser.toPlainText()
        grab(dialog, "setup-tool")

        def look(options: Any) -> None:
            REPORT["tool leads to"] = page_of(options).setup.there.text()
            press_in(options, CANCEL)

        in_dialog(lambda: click_at(browser.viewport(), link_in(browser)), look)

    in_dialog(lambda: double_click_at(tree.viewport(), place), follow)
    box.hide()


def the_card_leads_to_the_page() -> None:
    """The first click is the card's, the second is Set up."""
    show_the_dock()
    card = dock_plugin().dock.engine_card
    REPORT["card"] = [card.isVisible(), card.text.toPlainText()]
    grab(iface.mainWindow(), "setup-card")

    def set_up(dialog: Any) -> None:
        panel = page_of(dialog).setup
        wait_for_work(panel.set_up_button.isEnabled)
        REPORT["proposed"] = [panel.there.text(), panel.flavour(), panel.reason.text()]
        grab(dialog, "setup-proposed")
        press_button(panel.set_up_button)
        wait_for_work(lambda: panel.bar.isVisible())
        wait(int(os.environ.get("ROCK_GLACIER_DESKTOP_LOOK_AFTER", "100")))
        grab(dialog, "setup-running")
        REPORT["running"] = [panel.step.text(), panel.cancel_button.isVisible()]
        press_in(dialog, CANCEL)

    in_dialog(lambda: press_button(card.button), set_up)
    work = module("plugin.setup.work").WORK
    REPORT["goes on"] = [work.is_running or work.fault is None, card.text.toPlainText()]


def it_is_finished_without_the_page() -> None:
    work, card = module("plugin.setup.work").WORK, dock_plugin().dock.engine_card
    wait_for_work(lambda: not work.is_running)
    REPORT["fault"] = str(work.fault.detail) if work.fault else ""
    REPORT["facts"] = work.facts
    wait(300)
    REPORT["card afterwards"] = card.isVisible()
    grab(iface.mainWindow(), "setup-finished")

    def look(dialog: Any, page: Any) -> None:
        wait_for_work(lambda: page.setup.flavours["full"].isEnabled())
        REPORT["there"] = page.setup.there.text()
        grab(dialog, "setup-there")
        press_in(dialog, CANCEL)

    in_the_options(look)


def it_is_copied_for_a_report() -> None:
    def copy(dialog: Any, page: Any) -> None:
        press_button(page.setup.diagnostics_button)
        press_in(dialog, CANCEL)

    in_the_options(copy)
    from qgis.core import QgsApplication

    REPORT["diagnostics"] = QgsApplication.clipboard().text()
    (FOLDER / "diagnostics.txt").write_text(REPORT["diagnostics"], "utf-8")


run((a_tool_leads_there_too, the_card_leads_to_the_page, it_is_finished_without_the_page, it_is_copied_for_a_report))

"""Runs inside the real QGIS desktop: help from the dock, its dialogs, the toolbox's and QGIS's menus, offline."""

from __future__ import annotations

import os
import sys
from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QMenu
from qgis.utils import iface

sys.path.insert(0, os.environ["ROCK_GLACIER_DESKTOP_SCRIPTS"])

from dialogs import in_dialog, press_in
from help_windows import F1, told, windows
from in_desktop import REPORT, dock_plugin, grab, in_the_options, in_the_settings, run, show_the_dock, wait
from person import choose_in_menus, click_at, make_active, open_tab, press_button, press_key, type_into, writing_line

BUTTON = QDialogButtonBox.StandardButton


def menu() -> QMenu:
    menus = [one.menu() for one in iface.pluginMenu().actions() if one.menu() is not None]
    [ours] = [one for one in menus if one.title() == "Rock glacier inventory"]
    return ours


def choose(text: str, *inner: QMenu) -> None:
    choose_in_menus(iface.mainWindow().menuBar(), (iface.pluginMenu(), menu(), *inner), text)


def help_of_the_dock() -> None:
    show_the_dock()
    make_active(iface.mainWindow())
    press_button(dock_plugin().dock.start.help)
    wait(500)
    [window] = windows()
    grab(window, "help-first", 500)
    make_active(window)
    pages = window.contents
    row = next(row for row in range(pages.count()) if pages.item(row).text() == "Detect")
    click_at(pages.viewport(), pages.visualItemRect(pages.item(row)).center())
    REPORT["chosen"] = window.windowTitle()
    grab(window, "help-detect", 500)
    type_into(window.words, "debris-covered", None)
    press_key(Qt.Key.Key_Return)
    wait(200)
    REPORT["found"] = [window.windowTitle(), window.browser.textCursor().selectedText(), window.told.text()]
    grab(window, "help-found")
    press_button(window.back)
    REPORT["back"] = window.windowTitle()
    window.resize(560, 500)
    grab(window, "help-small", 500)
    REPORT["closed"] = told()
    click_at(iface.mapCanvas().viewport() if iface.mapCanvas().isVisible() else iface.mainWindow().statusBar())
    press_button(dock_plugin().dock.header.help_button)
    REPORT["header"] = told()


def f1_in_the_dock() -> None:
    make_active(iface.mainWindow())
    iface.newProject()
    wait(300)
    click_at(iface.mapCanvas().viewport(), QPoint(200, 200))
    press_key(F1)
    REPORT["F1 on the map"] = told()
    make_active(iface.mainWindow())
    type_into(dock_plugin().dock.header.person, "Ann", None)
    press_key(F1)
    REPORT["F1 while one writes"] = [told(), writing_line(dock_plugin().dock.header.person).text()]


def help_of_modal_dialogs() -> None:
    seen = REPORT["settings"] = {}

    def settings(dialog: Any) -> None:
        press_in(dialog, BUTTON.Help)
        seen["button"] = told()
        make_active(dialog)
        open_tab(dialog.tabs, "Attributes")
        press_key(F1)
        seen["F1"] = told()
        make_active(dialog)
        open_tab(dialog.tabs, "Keys")
        click_at(dialog.key_editor.reset_button)
        press_key(F1)
        wait(300)
        [window] = windows()
        grab(window, "help-keys", 400)
        make_active(window)  # beside a modal dialog it takes clicks
        click_at(window.contents.viewport(), QPoint(30, 8))
        seen["clicked beside a modal dialog"] = told()
        make_active(dialog)
        press_in(dialog, BUTTON.Cancel)

    in_the_settings(settings)

    def options(dialog: Any, page: Any) -> None:
        make_active(dialog)
        click_at(page.check_button.parentWidget(), QPoint(400, page.height() - 10))
        press_key(Qt.Key.Key_Tab)
        page.setFocus()
        press_key(F1)
        REPORT["options"] = told()
        make_active(dialog)
        press_in(dialog, BUTTON.Cancel)

    in_the_options(options)


def the_menu() -> None:
    REPORT["menu"] = [action.text() for action in menu().actions()]
    choose("Help")
    REPORT["menu help"] = told()
    choose("List of keys")
    REPORT["menu keys"] = told()

    def about(dialog: Any) -> None:
        REPORT["about"] = dialog.text.toPlainText()
        grab(dialog, "help-about")
        press_in(dialog, BUTTON.Close)

    in_dialog(lambda: choose("About…"), about)

    def models(dialog: Any) -> None:
        press_in(dialog, BUTTON.Help)
        REPORT["models"] = told()
        make_active(dialog)
        press_in(dialog, BUTTON.Close)

    in_dialog(lambda: choose("Models…"), models)


def tools_and_their_help() -> None:
    tools = dock_plugin().menu.tools
    choose("Detect rock glaciers…", tools)
    wait(800)
    [dialog] = [one for one in QApplication.topLevelWidgets() if hasattr(one, "algorithm") and one.isVisible()]
    make_active(dialog)
    REPORT["tools"] = [action.text() for action in tools.actions() if not action.isSeparator()]
    REPORT["dialog"] = dialog.windowTitle()
    grab(dialog, "help-tool")
    press_button(dialog.buttonBox().button(BUTTON.Help))
    REPORT["tool's button"] = told()
    make_active(dialog)
    press_key(F1)
    REPORT["tool's F1"] = told()
    make_active(dialog)
    press_in(dialog, BUTTON.Close)  # Escape ends QGIS 3.22, in the dialogs of its own tools, too


def the_dock_of_training_outlines() -> None:
    """It says that there are none; its button and F1 lead to their page, although QGIS has an F1 of its own."""
    choose("Walk through training outlines")
    wait(300)
    walk = dock_plugin().walk
    press_button(walk.help)
    seen = REPORT["training outlines"] = [told()]
    make_active(iface.mainWindow())
    click_at(walk.note)
    press_key(F1)
    seen.append(told())
    grab(iface.mainWindow(), "help-walk", 300)
    walk.close()


def at_night() -> None:
    QgsApplication.setUITheme("Night Mapping")
    make_active(iface.mainWindow())
    press_button(dock_plugin().dock.header.help_button)
    wait(500)
    [window] = windows()
    grab(window, "help-night", 500)
    told()


run(
    (
        help_of_the_dock,
        f1_in_the_dock,
        help_of_modal_dialogs,
        the_menu,
        tools_and_their_help,
        the_dock_of_training_outlines,
        at_night,
    )
)

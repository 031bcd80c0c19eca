"""A Help button and F1 for whatever has a page of help. `plugin.help` shows it: here it is only asked for."""

from __future__ import annotations

from functools import partial
from typing import Callable, Union

from qgis.PyQt.QtCore import QEvent, QObject, Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QKeySequence
from qgis.PyQt.QtWidgets import QDialogButtonBox, QDockWidget, QMessageBox, QPushButton, QShortcut, QSizePolicy, QWidget

from ...inventory.help_pages import address
from ...processing_provider.adapters.translation import tr

Page = Union[str, Callable[[], str]]
"""A page of help, or what tells it when it is asked for."""


def open_help(page: str) -> None:
    """Show a page of help, or a place in it as ``dock#every-key``."""
    QDesktopServices.openUrl(QUrl(address(page)))


def help_on_f1(widget: QWidget, page: Page) -> None:
    """F1 in a widget, and in all that is in it, opens a page. Once in a window: two would keep each other from it."""
    shortcut = QShortcut(QKeySequence(Qt.Key.Key_F1), widget)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(partial(_open, page))


def add_help(dialog: QWidget, buttons: QDialogButtonBox, page: Page) -> None:
    """A dialog's Help button, and F1 in it."""
    button = buttons.addButton(QDialogButtonBox.StandardButton.Help)
    button.setToolTip(tr("Open the page of help (F1)"))
    buttons.helpRequested.connect(partial(_open, page))
    help_on_f1(dialog, page)


def help_button(widget: QWidget, page: Page) -> QPushButton:
    """A Help button for a page that has no row of buttons, and F1 in the widget."""
    help_on_f1(widget, page)
    return _button(page)


def help_in_dock(dock: QDockWidget, page: Page) -> QPushButton:
    """A Help button for a dock, and F1 in it: QGIS's window, which it is in, has an F1 of its own."""
    dock.installEventFilter(_F1First(dock, page))
    return _button(page)


def ask(parent: QWidget, title: str, text: str, page: Page) -> bool:
    """Whether a person says yes to a question, which can be answered after the page of help was read."""
    buttons = QMessageBox.StandardButton
    box = QMessageBox(QMessageBox.Icon.Question, title, text, buttons.Yes | buttons.Cancel | buttons.Help, parent)
    box.setDefaultButton(buttons.Cancel)
    button = box.button(buttons.Help)
    button.setToolTip(tr("Open the page of help (F1)"))
    button.clicked.disconnect()  # else it would close the question
    button.clicked.connect(lambda _checked=False: _open(page))
    help_on_f1(box, page)
    answer = box.exec()
    box.deleteLater()
    return bool(answer == buttons.Yes)


class _F1First(QObject):
    """Takes F1 in a dock before QGIS's own shortcut does."""

    def __init__(self, dock: QDockWidget, page: Page) -> None:
        super().__init__(dock)
        self._page = page

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: what none of the widgets in the dock has taken comes to the dock."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or event.key() != Qt.Key.Key_F1:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        else:
            _open(self._page)
        return True


def _button(page: Page) -> QPushButton:
    button = QPushButton(tr("Help"))
    button.setToolTip(tr("Open the page of help (F1)"))
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    button.setAutoDefault(False)  # Enter in a dialog is not for it
    button.clicked.connect(lambda _checked=False: _open(page))
    return button


def _open(page: Page) -> None:
    open_help(page if isinstance(page, str) else page())

"""A Help button and F1 for whatever has a page of help. `plugin.help` shows it: here it is only asked for."""

from __future__ import annotations

from functools import partial
from typing import Callable, Union

from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices, QKeySequence
from qgis.PyQt.QtWidgets import QDialogButtonBox, QPushButton, QShortcut, QSizePolicy, QWidget

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
    button = QPushButton(tr("Help"))
    button.setToolTip(tr("Open the page of help (F1)"))
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    button.clicked.connect(lambda _checked=False: _open(page))
    help_on_f1(widget, page)
    return button


def _open(page: Page) -> None:
    open_help(page if isinstance(page, str) else page())

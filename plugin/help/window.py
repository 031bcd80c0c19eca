"""The window of help: contents on the left, a page on the right, and a field that finds words in all pages."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QIcon, QKeySequence, QTextCursor
from qgis.PyQt.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QShortcut,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...inventory.help_pages import page_file, pages, title_of
from ...processing_provider.adapters.results import RESOURCES
from ...processing_provider.adapters.translation import tr
from .browser import HelpBrowser

_PAGE = Qt.ItemDataRole.UserRole


class HelpWindow(QDialog):
    """Not modal; it goes with the window that it was asked for from."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowIcon(QIcon(str(RESOURCES / "icon.svg")))
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self.contents = QListWidget()
        self.contents.setAccessibleName(tr("Contents"))
        self.contents.setWordWrap(True)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.browser = HelpBrowser()
        self.back = _tool("/mActionArrowLeft.svg", tr("Back"), tr("The page before (Alt+Left)"))
        self.forward = _tool("/mActionArrowRight.svg", tr("Forward"), tr("The page after (Alt+Right)"))
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("find in all pages"))
        self.words.setAccessibleName(tr("Words to find"))
        self.words.setToolTip(tr("Enter finds the next place with these words, in this page and then in the others"))
        self.words.setClearButtonEnabled(True)
        self.told = QLabel()
        for name in pages():
            item = QListWidgetItem(title_of(page_file(name).read_text("utf-8")))
            item.setData(_PAGE, name)
            self.contents.addItem(item)
        self._lay_out()
        self._connect()
        self.resize(1000, 720)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for part in (self.back, self.forward, self.words):
            row.addWidget(part)
        row.addWidget(self.told)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.contents)
        parts.addWidget(self.browser)
        parts.setStretchFactor(1, 1)
        parts.setSizes([240, 760])
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(parts, 1)

    def _connect(self) -> None:
        self.contents.itemClicked.connect(self._choose)
        self.contents.itemActivated.connect(self._choose)
        self.browser.shown.connect(self._shown)
        self.back.clicked.connect(lambda _checked=False: self.browser.go_back())
        self.forward.clicked.connect(lambda _checked=False: self.browser.go_forward())
        self.words.returnPressed.connect(self.find_next)
        for keys, slot in (
            ("Alt+Left", self.browser.go_back),
            ("Alt+Right", self.browser.go_forward),
            ("Ctrl+F", self.words.setFocus),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def open(self, place: str) -> None:
        """Show a page, or a place in it."""
        self.browser.open(place)

    def find_next(self) -> None:
        """The next place with the words, from here on through all pages and round."""
        words = self.words.text().strip()
        self.told.clear()
        if not words or self.browser.find(words):
            return
        names, here = pages(), self.browser.page.partition("#")[0]
        first = names.index(here) + 1 if here in names else 0
        for name in (*names[first:], *names[:first]):
            if words.lower() in self._plain(name).lower():
                if name != here:
                    self.browser.open(name)
                self.browser.moveCursor(QTextCursor.MoveOperation.Start)
                if self.browser.find(words):
                    return
        self.told.setText(tr("not found"))

    @staticmethod
    def _plain(name: str) -> str:
        return page_file(name).read_text("utf-8")

    def keyPressEvent(self, event: object) -> None:
        """Qt's hook: Enter belongs to the field of words, and to nothing else here."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _choose(self, item: QListWidgetItem) -> None:
        self.browser.open(item.data(_PAGE))

    def _shown(self, name: str, title: str) -> None:
        self.setWindowTitle(tr("{} - help of the rock glacier inventory").format(title))
        for row in range(self.contents.count()):
            if self.contents.item(row).data(_PAGE) == name:
                self.contents.setCurrentRow(row)
        before, after = self.browser.can_go()
        self.back.setEnabled(before)
        self.forward.setEnabled(after)


def _tool(icon: str, name: str, help_text: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(QgsApplication.getThemeIcon(icon))
    button.setIconSize(QSize(16, 16))
    button.setAutoRaise(True)
    button.setText(name)
    button.setAccessibleName(name)
    button.setToolTip(help_text)
    return button

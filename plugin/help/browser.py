"""One page of help: its Markdown as Qt shows it, with places, images as wide as there is room, and a way back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import Qt, QTimer, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices, QImage, QResizeEvent, QTextCursor, QTextDocument, QTextTable
from qgis.PyQt.QtWidgets import QTextBrowser

from ...inventory.help_pages import HELP_FOLDER, anchor_of, page_file, title_of
from ...processing_provider.adapters.translation import tr

_MARGIN = 12
_MS_AFTER_RESIZE = 80


class HelpBrowser(QTextBrowser):
    """Shows a page by its name; links between pages stay in it, and those to the web open where QGIS opens such."""

    shown = pyqtSignal(str, str)
    """Another page is shown: its name and its title."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName(tr("Page of help"))
        self.document().setDocumentMargin(_MARGIN)
        # Else a page that becomes too high for the window would be laid out anew in the middle of that.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.page, self._text = "", ""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_MS_AFTER_RESIZE)
        self._again.timeout.connect(self._load_again)
        self._before: list[str] = []
        self._after: list[str] = []
        self.anchorClicked.connect(self._follow)

    def open(self, place: str) -> None:
        """Show a page, or a place in it as ``detect#choices``."""
        if self.page:
            self._before.append(self.page)
        self._after.clear()
        self._show(place)

    def go_back(self) -> None:
        """The page before."""
        if self._before:
            self._after.append(self.page)
            self._show(self._before.pop())

    def go_forward(self) -> None:
        """The page that one has come back from."""
        if self._after:
            self._before.append(self.page)
            self._show(self._after.pop())

    def can_go(self) -> tuple[bool, bool]:
        """Whether there is a page before, and one after."""
        return bool(self._before), bool(self._after)

    def _show(self, place: str) -> None:
        name, _, anchor = place.partition("#")
        if name != self.page.partition("#")[0]:
            self._load(name)
        self.page = place
        self._go_to(anchor)
        self.shown.emit(name, title_of(self._text))

    def _load(self, name: str) -> None:
        file = page_file(name)
        try:
            self._text = file.read_text("utf-8")
        except OSError as error:
            self._text = tr("# No page\n\nThere is no page {} ({}); install the plugin again.").format(
                file, error.strerror
            )
        self.document().clear()
        self.document().setMetaInformation(
            QTextDocument.MetaInformation.DocumentUrl, QUrl.fromLocalFile(str(file)).url()
        )
        self.setMarkdown(self._text)
        for part in self.document().rootFrame().childFrames():
            if isinstance(part, QTextTable):
                self._draw_table(part)

    def _draw_table(self, table: QTextTable) -> None:
        """Thin lines, some room, and no head where it is empty: Markdown has no tables without one."""
        if not any(table.cellAt(0, column).firstCursorPosition().block().text() for column in range(table.columns())):
            table.removeRows(0, 1)
        looks = table.format()
        looks.setBorderCollapse(True)
        looks.setCellSpacing(0)
        looks.setCellPadding(4)
        looks.setBorderBrush(self.palette().mid())
        table.setFormat(looks)

    def _go_to(self, anchor: str) -> None:
        """Show a heading at the top; the beginning where there is none of that name."""
        block = self.document().begin()
        while anchor and block.isValid():
            if block.blockFormat().headingLevel() and anchor_of(block.text()) == anchor:
                break
            block = block.next()
        bar = self.verticalScrollBar()
        if not anchor or not block.isValid():
            bar.setValue(0)
            return
        cursor = QTextCursor(block)
        self.setTextCursor(cursor)
        bar.setValue(bar.value() + self.cursorRect(cursor).top() - _MARGIN)

    def _follow(self, link: QUrl) -> None:
        if link.scheme() in ("http", "https", "mailto"):
            QDesktopServices.openUrl(link)
            return
        path, anchor = link.path(), link.fragment()
        name = Path(path).stem if path else self.page.partition("#")[0]
        if not path or path_of_page(path):
            self.open(f"{name}#{anchor}" if anchor else name)
        else:  # a page for developers, or a file
            QDesktopServices.openUrl(QUrl.fromLocalFile(str((HELP_FOLDER / path).resolve())))

    def loadResource(self, kind: int, name: QUrl) -> Any:
        """Qt's hook: an image is as wide as there is room for."""
        if kind != QTextDocument.ResourceType.ImageResource:
            return super().loadResource(kind, name)
        image = QImage(str((HELP_FOLDER / name.path()).resolve()))
        room = max(200, self.viewport().width() - 4 * _MARGIN)
        if image.width() > room:
            return image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's hook: another width, other images, when the present layout is done."""
        super().resizeEvent(event)
        if self.page and event.size().width() != event.oldSize().width():
            self._again.start()

    def _load_again(self) -> None:
        bar = self.verticalScrollBar()
        place = bar.value() / max(1, bar.maximum())
        self._load(self.page.partition("#")[0])
        bar.setValue(round(place * bar.maximum()))


def path_of_page(path: str) -> bool:
    """Whether a link leads to a page of this folder."""
    return path.endswith(".md") and (HELP_FOLDER / path).resolve().parent == HELP_FOLDER.resolve()

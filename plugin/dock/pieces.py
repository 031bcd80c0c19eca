"""Small widgets the dock is made of: texts that never widen it, a coloured frame."""

from __future__ import annotations

from math import ceil

from qgis.PyQt.QtCore import QEvent, QObject, QSize, Qt
from qgis.PyQt.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextOption
from qgis.PyQt.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from .colours import tone


class Text(QLabel):
    """A label that wraps between words and can be selected."""

    def __init__(self, text: str = "", bold: bool = False) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if bold:
            _embolden(self)

    def tell(self, text: str) -> None:
        """Show a text, or nothing at all: an empty one takes no room."""
        self.setText(text)
        self.setVisible(bool(text))


class Name(QLabel):
    """One line for a name of any length: its middle (or end) gives way, the tooltip has it whole."""

    def __init__(self, bold: bool = False, cut: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle) -> None:
        super().__init__()
        self._whole, self._cut = "", cut
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if bold:
            _embolden(self)

    def tell(self, text: str) -> None:
        """Show a name, or nothing at all."""
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self._elide()

    def whole(self) -> str:
        """The name, uncut."""
        return self._whole

    def _elide(self) -> None:
        self.setText(self._whole)
        # What a style sheet puts around the text is in the size hint alone.
        around = self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self._whole)
        width = self.width() - around
        self.setText(self.fontMetrics().elidedText(self._whole, self._cut, width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's hook: another width, another cut."""
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        """Qt's hook: another font, another cut."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._elide()


class LongText(QTextEdit):
    """A read-only text that breaks even inside a path, as a label cannot, and is as high as it needs."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        # Only here, or QGIS's own style of a text edit (a box of another colour) would show.
        self.setStyleSheet("QTextEdit { background: transparent; border: none; padding: 0; }")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def tell(self, text: str) -> None:
        """Show a text."""
        self.setPlainText(text)
        self.setAccessibleName(text)
        self._fit()

    def heightForWidth(self, width: int) -> int:
        """Qt's hook: how high the text is at a width."""
        document = self.document().clone()
        document.setTextWidth(width)
        return ceil(document.size().height()) + 2

    def sizeHint(self) -> QSize:
        """Qt's hook."""
        width = max(self.width(), 60)
        return QSize(60, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Qt's hook."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's hook: another width, another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.heightForWidth(self.width()))


class Column(QScrollArea):
    """Scrolls up and down, never sideways: it is never narrower than what is in it."""

    def __init__(self, widget: QWidget | None = None) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if widget is not None:
            self.hold(widget)

    def hold(self, widget: QWidget) -> None:
        """Show a widget."""
        self.setWidget(widget)
        widget.installEventFilter(self)
        self._keep_size()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: what is in it has another least width (a form opened, a font grew)."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._keep_size()
        return super().eventFilter(watched, event)

    def _keep_size(self) -> None:
        widget, bar = self.widget(), self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(widget.minimumSizeHint().width() + bar)
        # How high it is at its width counts. Its least height is that at its least width, where all texts wrap: by
        # that it would scroll while there is room.
        layout = widget.layout()
        widget.setMinimumHeight(1 if layout is not None and layout.hasHeightForWidth() else 0)


class StripedFrame(QFrame):
    """A frame with a stripe on its left that says of what kind it is."""

    def __init__(self, colour: str) -> None:
        super().__init__()
        self._colour = colour
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(self._stripe() + 6, 4, 4, 4)

    def set_colour(self, colour: str) -> None:
        """One of `colours.COLOURS`."""
        self._colour = colour
        self.update()

    def _stripe(self) -> int:
        return max(4, self.fontMetrics().height() // 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's hook."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self._stripe(), self.height(), tone(self._colour, self.palette()))
        painter.end()


def closable(text: QWidget, tip: str) -> tuple[QHBoxLayout, QToolButton]:
    """A row of a text and, at its right, a button that closes it, whose tooltip says what."""
    button = QToolButton()
    button.setText("×")
    button.setAutoRaise(True)
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    row = QHBoxLayout()
    row.setSpacing(2)
    row.addWidget(text, 1)
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return row, button


def flat(layout: QBoxLayout, spacing: int) -> QBoxLayout:
    """The layout without a margin, with so many pixels between its parts."""
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    return layout


def _embolden(widget: QWidget) -> None:
    font = widget.font()
    font.setBold(True)
    widget.setFont(font)

"""The line beside a source in the settings: what the files are, as the engine reads them, or what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qgis.PyQt.QtCore import QEvent, QTimer
from qgis.PyQt.QtGui import QTextCharFormat, QTextCursor

from ....processing_provider.adapters.translation import tr
from ..colours import tone
from ..pieces import LongText

GOOD, WRONG = "✓", "✗"
"""Before the text, for those who see no colours."""
_MS_AFTER_A_KEY = 700
_COLOURS = {GOOD: "green", WRONG: "red"}


@dataclass(frozen=True)
class Question:
    """What is asked of the engine: files, for which option they are meant, and how they are read."""

    purpose: str
    source: str
    variable: str = ""
    unit: str = ""
    classes: str = ""


Answer = Callable[[bool, str], None]
"""Gets whether the files can be used as they are, and one line about them."""
Ask = Callable[[Question, Answer], Callable[[], None]]
"""Asks, and gives back what takes the question back."""


class SourceLine(LongText):
    """Shows nothing where there is no source, and asks again when a person has stopped writing.

    Parameters
    ----------
    read
        What is written now.
    ask
        Asks the engine; None where there is none to ask.
    """

    _sign = ""
    """Told before there is an object: Qt says that the palette changes while it is made."""

    def __init__(self, read: Callable[[], Question], ask: Ask | None) -> None:
        super().__init__()
        self._read, self._ask, self._asked = read, ask, Question("", "")
        self._take_back: Callable[[], None] = lambda: None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask_now)
        self.setVisible(False)

    def look(self, *_: object) -> None:
        """Ask about what is written, a moment from now."""
        question = self._read()
        if question == self._asked:
            return
        self._take_back()
        self._asked, self._take_back = question, lambda: None
        self._show("", tr("Looking …") if question.source and self._ask else "")
        if question.source and self._ask is not None:
            self._timer.start(_MS_AFTER_A_KEY)
        else:
            self._timer.stop()

    def let_go(self) -> None:
        """Take the question back: the answer has nobody to read it."""
        self._timer.stop()
        self._take_back()
        self._take_back = lambda: None

    def _ask_now(self) -> None:
        if self._ask is not None:
            asked = self._asked
            self._take_back = self._ask(asked, lambda good, text: self._answered(asked, good, text))

    def _answered(self, asked: Question, good: bool, text: str) -> None:
        if asked == self._asked:
            self._take_back = lambda: None
            self._show(GOOD if good else WRONG, text)

    def _show(self, sign: str, text: str) -> None:
        self._sign = sign
        self.tell(f"{sign} {text}".strip())
        self._colour()
        self.setVisible(bool(text))

    def _colour(self) -> None:
        """Write in the tone of the sign; the ground is that of the form, as this one is transparent."""
        if self._sign:
            ground = self.parentWidget() or self
            colour = tone(_COLOURS[self._sign], ground.palette())
            cursor = QTextCursor(self.document())
            cursor.select(QTextCursor.SelectionType.Document)
            told = QTextCharFormat()
            told.setForeground(colour)
            cursor.mergeCharFormat(told)

    def changeEvent(self, event: QEvent) -> None:
        """Qt's hook: another theme, another tone."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

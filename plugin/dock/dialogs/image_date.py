"""When was this image taken? Asked once for each image, in the panel: nothing waits for the answer."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy

from ....inventory import schema
from ....processing_provider.adapters.translation import tr
from ..keys.key_button import KeyButton
from ..pieces import LongText, StripedFrame


class ImageDate(StripedFrame):
    """Hidden until an image is named; `answered` has the image and its date, empty where it is not known."""

    answered = pyqtSignal(str, str)

    def __init__(self) -> None:
        super().__init__("blue")
        self._image, self._away = "", False
        self.question = LongText()
        self.field = QLineEdit()
        self.field.setMaxLength(schema.ROCK_GLACIERS.field("MAP_DATE").length or 80)
        self.field.setPlaceholderText(tr("such as 2021-08"))
        self.field.setAccessibleName(tr("Date of the imagery"))
        self.field.setToolTip(tr("Written into MAP_DATE of the outlines that rest on this image; Enter keeps it"))
        self.unknown = KeyButton(tr("Not known"))
        self.unknown.setToolTip(tr("MAP_DATE stays empty, and you are not asked again for this image"))
        self.unknown.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self.unknown)
        self.body.addWidget(self.question)
        self.body.addLayout(row)
        self.field.editingFinished.connect(self._keep)
        self.unknown.clicked.connect(lambda: self._answer(""))
        self.setVisible(False)

    def ask(self, image: str) -> None:
        """Ask for the date of an image; nothing where its name is empty. What is being written stays."""
        if image == self._image:
            return
        self._image = image
        self.field.clear()
        self.question.tell(tr("When was {} taken?").format(image) if image else "")
        self.make_room(self._away)

    def make_room(self, away: bool) -> None:
        """Be away, or back, while something else needs the room."""
        self._away = away
        self.setVisible(bool(self._image) and not away)

    def _keep(self) -> None:
        """The field is left: with a date that is the answer, without one the question stays."""
        date = self.field.text().strip()
        if date:
            self._answer(date)

    def _answer(self, date: str) -> None:
        image = self._image
        if image:
            self.ask("")
            self.answered.emit(image, date)

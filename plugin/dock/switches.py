"""What the map shows beside what is decided: switches, a moment without outlines, and another viewer."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ...processing_provider.adapters.translation import tr
from .hints import Hints
from .keys.key_button import KeyButton
from .panels.pairs import Pairs
from .pieces import flat


class Switches(QWidget):
    """Two rows at the foot of the map panel."""

    def __init__(self, hints: Hints) -> None:
        super().__init__()
        self.removed, self.glaciers = QCheckBox(tr("Removed")), QCheckBox(tr("Glaciers"))
        self.glaciers.setChecked(True)
        for switch in (self.removed, self.glaciers):
            switch.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus on the map
        self.hide_button, self.viewer = KeyButton(tr("Hide outlines")), KeyButton(tr("Other viewer"))
        hints.add(self.removed, tr("Show what was removed, grey and dashed"))
        hints.add(self.glaciers, tr("Show the glacier outlines"), "glaciers")
        help_text = tr("Look at the ground below, while this is held or until it is pressed again")
        hints.add(self.hide_button, help_text, "hide")
        hints.add(self.viewer, tr("Open this place in Google Earth, or as the options say"), "viewer")
        layout = flat(QVBoxLayout(self), 4)
        for one, other in ((self.removed, self.glaciers), (self.hide_button, self.viewer)):
            pair = Pairs()
            pair.addWidget(one)
            pair.addWidget(other)
            layout.addLayout(pair)

"""What a mapper can choose at a candidate: the operations, the reasons of a removal, accept or give up."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ....inventory import schema
from ....processing_provider.adapters.translation import tr
from ..colours import OPERATION_COLOURS
from ..hints import Hints
from ..keys.actions import DRAWING_TOOLS, REASON_ACTIONS, REMOVAL_ACTIONS, REMOVE_AGAIN
from ..keys.key_button import KeyButton
from ..pieces import StripedFrame, Text, flat
from ..texts import operation_help, operation_text, reason_text
from .pairs import Pairs


class Operations(QWidget):
    """The four large buttons.

    What was found as another landform is mostly removed for that reason: then Remove names it, is marked as what
    is expected, and a fifth button asks for another reason. Elsewhere the fifth removes for the last reason again.
    """

    chosen = pyqtSignal(str)
    other_reason = pyqtSignal()
    same_reason = pyqtSignal(str)

    def __init__(self, hints: Hints) -> None:
        super().__init__()
        self._hints = hints
        self._last = self._expected = ""
        self.buttons: dict[str, KeyButton] = {}
        column, layout = flat(QVBoxLayout(self), 4), Pairs()
        column.addLayout(layout)
        for operation in schema.OPERATIONS:
            button = KeyButton(operation_text(operation), OPERATION_COLOURS[operation], large=True)
            button.clicked.connect(lambda _checked=False, operation=operation: self.chosen.emit(operation))
            hints.add(button, operation_help(operation), operation)
            layout.addWidget(button)
            self.buttons[operation] = button
        self.another = KeyButton(tr("Another reason"))
        hints.add(self.another, tr("Remove it for another reason than the one it was found for"))
        self.another.clicked.connect(lambda: self.other_reason.emit())
        layout.addWidget(self.another)
        self.same = KeyButton("", OPERATION_COLOURS[schema.REMOVE])
        hints.add(self.same, tr("Remove it at once, for the same reason as the last one"), REMOVE_AGAIN)
        self.same.clicked.connect(lambda: self.same_reason.emit(self._last))
        column.addWidget(self.same)
        self.expect("")

    def expect(self, reason: str) -> None:
        """Remove is expected, for this reason; empty where nothing is."""
        self._expected = reason
        remove, told = self.buttons[schema.REMOVE], operation_text(schema.REMOVE)
        remove.setText(tr("Remove: {}").format(reason_text(reason)) if reason else told)
        help_text = tr("Found as this, so it is removed at once; press it on one that is no rock glacier")
        self._hints.add(remove, help_text if reason else operation_help(schema.REMOVE), schema.REMOVE)
        remove.set_expected(bool(reason))
        self.another.setVisible(bool(reason))
        self._show_same()

    def set_last_reason(self, reason: str) -> None:
        """The reason that is offered again; empty for none."""
        self._last = reason
        self.same.setText(tr("Remove: {}").format(reason_text(reason)))
        self._show_same()

    def _show_same(self) -> None:
        self.same.setVisible(bool(self._last) and not self._expected)

    def set_available(self, operations: tuple[str, ...]) -> None:
        """Only these can be pressed."""
        for operation, button in self.buttons.items():
            button.setEnabled(operation in operations)
        for button in (self.another, self.same):
            button.setEnabled(schema.REMOVE in operations)

    def mark(self, state: str) -> None:
        """Mark what was decided."""
        for operation, button in self.buttons.items():
            button.set_marked(operation == state)


class Reasons(StripedFrame):
    """Why a candidate is removed: one key, or once more the key of Remove for the last reason."""

    chosen = pyqtSignal(str)
    cancelled = pyqtSignal()

    def __init__(self, hints: Hints) -> None:
        super().__init__(OPERATION_COLOURS[schema.REMOVE])
        self._last = ""
        self.buttons: dict[str, KeyButton] = {}
        self.again = KeyButton("")
        self.cancel = KeyButton(tr("Do not remove"))
        self.body.addWidget(Text(tr("Why is it removed?"), bold=True))
        self.body.addWidget(self.again)
        grid = Pairs()
        for (action, reason), at_once in zip(REASON_ACTIONS.items(), REMOVAL_ACTIONS):
            button = KeyButton(reason_text(reason))
            button.clicked.connect(lambda _checked=False, reason=reason: self.chosen.emit(reason))
            hints.add(button, tr("Remove it: {}").format(reason_text(reason)), action, at_once)
            grid.addWidget(button)
            self.buttons[action] = button
        self.body.addLayout(grid)
        self.body.addWidget(self.cancel)
        hints.add(self.again, tr("Remove it for the same reason as the last one"), schema.REMOVE)
        hints.add(self.cancel, tr("Back to the candidate, nothing is changed"), "give_up")
        self.again.clicked.connect(lambda: self.chosen.emit(self._last))
        self.cancel.clicked.connect(lambda: self.cancelled.emit())
        self.set_last_reason("")

    def set_last_reason(self, reason: str) -> None:
        """The reason that is offered again; empty for none."""
        self._last = reason
        self.again.setText(tr("same as last: {}").format(reason_text(reason)))
        self.again.setVisible(bool(reason))


class DrawingBar(StripedFrame):
    """What to do on the map, the tools of an outline, and two large buttons that end it."""

    accepted = pyqtSignal()
    given_up = pyqtSignal()
    tool_chosen = pyqtSignal(str)
    """One of `DRAWING_TOOLS`, or `smooth`."""

    def __init__(self, hints: Hints) -> None:
        super().__init__("blue")
        self.heading = Text(bold=True)
        self.text = Text()
        self.accept = KeyButton(tr("Accept"), "green", large=True)
        self.give_up = KeyButton(tr("Give up"), "grey", large=True)
        hints.add(self.accept, tr("Write the outline into the inventory"), "accept")
        hints.add(self.give_up, tr("Stop drawing, nothing is changed"), "give_up")
        self.accept.clicked.connect(lambda: self.accepted.emit())
        self.give_up.clicked.connect(lambda: self.given_up.emit())
        self.body.addWidget(self.heading)
        self.body.addWidget(self.text)
        self._by_hand, self._is_cut = True, False
        self.tools: dict[str, KeyButton] = {}
        self.body.addWidget(self._tool_box(hints))
        grid = Pairs()
        grid.addWidget(self.accept)
        grid.addWidget(self.give_up)
        self.body.addLayout(grid)
        self.set_operation("")
        self.set_text("")

    def _tool_box(self, hints: Hints) -> QWidget:
        self.tool_box = QWidget()
        layout = Pairs(self.tool_box)
        for tool, text, help_text in (
            ("reshape", tr("Reshape"), tr("Draw where the rim should run, with the left button held down")),
            ("vertices", tr("Vertices"), tr("Move, add or delete single vertices")),
            ("freehand", tr("Freehand"), tr("Draw the whole outline anew, with the left button held down")),
            ("smooth", tr("Smooth"), tr("Smooth the outline; once more smooths it more, Ctrl+Z takes it back")),
        ):
            button = KeyButton(text)
            button.clicked.connect(lambda _checked=False, tool=tool: self.tool_chosen.emit(tool))
            hints.add(button, help_text, tool)
            layout.addWidget(button)
            self.tools[tool] = button
        return self.tool_box

    def set_by_hand(self, by_hand: bool) -> None:
        """Whether it is drawn by hand, and not made to grow: then there are tools for it."""
        self._by_hand = by_hand
        self._show_tools()

    def _show_tools(self) -> None:
        self.tool_box.setVisible(self._by_hand and not self._is_cut)

    def mark_tool(self, tool: str) -> None:
        """Mark the tool that is in hand; empty for none of them."""
        for action in DRAWING_TOOLS:
            self.tools[action].set_marked(action == tool)

    def set_operation(self, operation: str) -> None:
        """What is under way: an operation, 'split', or nothing."""
        self._is_cut = operation == "split"
        self._show_tools()
        known = operation in schema.OPERATIONS
        name = tr("Split") if operation == "split" else operation_text(operation) if known else ""
        self.heading.tell(name)
        self.set_colour(OPERATION_COLOURS.get(operation, "blue"))

    def set_text(self, text: str) -> None:
        """What to do now."""
        self.text.tell(text)

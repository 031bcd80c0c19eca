"""Finish: what is still open, how far the inventory is, and what is made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ....gestures.finishing.open_points import KINDS, MISSING_ATTRIBUTES, STALE_ATTRIBUTES
from ....gestures.finishing.progress import Part
from ....processing_provider.adapters.translation import tr
from ..finish_texts import count_text, kind_help, kind_text, tool_help, tool_text, what_goes_out
from ..keys.actions import OPEN_ACTIONS, TOOL_ACTIONS
from ..keys.key_button import KeyButton
from ..keys.keys import Keys
from ..panel import Panel
from ..pieces import Text, flat
from .check_view import CheckView
from .pairs import Pairs
from .parts_view import PartsView
from .queue_bar import ProgressView
from .shown import QueueProgress, number

ATTRIBUTES, GRID = "attributes", "gridstatistics"
TOOLS = tuple(TOOL_ACTIONS.values())
"""Tools of the toolbox, by the names of their algorithms."""
FOR_OTHERS = ("exportinventory", "publishinventory")
"""Those of them that hand the inventory on, so that only what is decided goes out."""


class FinishPanel(Panel):
    """Shows counts, and asks the controller to go through a kind, to look again, or to open a tool."""

    open_requested = pyqtSignal(str)
    look_requested = pyqtSignal()
    stop_requested = pyqtSignal()
    tool_requested = pyqtSignal(str)
    open_ones_requested = pyqtSignal()
    """What is not decided and so asked about before it goes out is to be gone through."""

    def __init__(self, keys: Keys | None = None) -> None:
        super().__init__(keys or Keys())
        self._looking, self._writable = False, True
        self._counts: dict[str, int | None] = {}
        self.title = Text(bold=True)
        self.progress = ProgressView()
        self.reviewed = Text()
        self.parts = PartsView()
        self.status = Text()
        self.done = Text()
        self.look = KeyButton(tr("Look again"))
        self.kinds = {kind: KeyButton("", "amber") for kind in KINDS}
        self.fill_button = KeyButton(tr("Fill attributes…"))
        self.tools = {name: KeyButton(tool_text(name)) for name in TOOLS}
        self.going_out, self.open_ones = Text(), KeyButton(tr("Go through them"), "amber")
        self.check = CheckView(self.hints)
        self.fill([self._how_far(), self._what_is_open(), self.check, self._what_is_made_of_it(), self._for_others()])
        self._describe()
        self._connect()
        self.show_nothing()

    def _how_far(self) -> QWidget:
        box = QWidget()
        layout = flat(QVBoxLayout(box), 4)
        for part in (self.progress, self.reviewed, self.parts):
            layout.addWidget(part)
        return box

    def _what_is_open(self) -> QWidget:
        box, buttons, foot = QWidget(), QWidget(), QHBoxLayout()
        columns = Pairs(buttons)
        for kind, button in self.kinds.items():
            columns.addWidget(button)
            self.by_action[next(action for action, of in OPEN_ACTIONS.items() if of == kind)] = button
        self.look.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        foot.addWidget(self.status, 1)
        foot.addWidget(self.look)
        layout = flat(QVBoxLayout(box), 6)
        layout.addWidget(self.title)
        layout.addWidget(buttons)
        layout.addWidget(self.done)
        layout.addLayout(foot)
        layout.addWidget(self.fill_button)
        return box

    def _what_is_made_of_it(self) -> QWidget:
        box, buttons = QWidget(), QWidget()
        self._add_tools(Pairs(buttons), [name for name in TOOLS if name not in FOR_OTHERS])
        layout = flat(QVBoxLayout(box), 6)
        layout.addWidget(Text(tr("Statistics and report"), bold=True))
        layout.addWidget(buttons)
        return box

    def _for_others(self) -> QWidget:
        box, buttons = QWidget(), QWidget()
        self._add_tools(Pairs(buttons), FOR_OTHERS)
        layout = flat(QVBoxLayout(box), 6)
        for part in (Text(tr("Export and publication"), bold=True), self.going_out, self.open_ones, buttons):
            layout.addWidget(part)
        return box

    def _add_tools(self, columns: Pairs, names: Sequence[str]) -> None:
        for name in names:
            columns.addWidget(self.tools[name])
            self.by_action[next(action for action, of in TOOL_ACTIONS.items() if of == name)] = self.tools[name]

    def _describe(self) -> None:
        self.progress.bar.setToolTip(tr("How many candidates of the whole inventory are decided"))
        for action, kind in OPEN_ACTIONS.items():
            self.hints.add(self.kinds[kind], kind_help(kind), action)
        self.hints.add(
            self.fill_button, tr("Fill what is stale or missing, from the files that the inventory remembers")
        )
        self.hints.add(self.open_ones, tr("One after the other on the map, each with the reason"))

    def _connect(self) -> None:
        for kind, button in self.kinds.items():
            button.clicked.connect(lambda _checked=False, kind=kind: self.open_requested.emit(kind))
        self.look.clicked.connect(lambda: (self.stop_requested if self._looking else self.look_requested).emit())
        self.fill_button.clicked.connect(lambda: self.tool_requested.emit(ATTRIBUTES))
        self.open_ones.clicked.connect(lambda: self.open_ones_requested.emit())
        for name, button in self.tools.items():
            button.clicked.connect(lambda _checked=False, name=name: self.tool_requested.emit(name))

    def show_nothing(self, writable: bool = True) -> None:
        """Nothing is known: no inventory is open, or it is about to be looked at; then whether it can be written."""
        self._writable = writable
        self.progress.show_progress(QueueProgress(0, 0))
        self.reviewed.tell("")
        self.parts.show_parts([])
        self.show_looking(False)
        for kind in KINDS:
            self.show_count(kind, None)
        self.going_out.tell("")
        self.open_ones.setVisible(False)
        self.status.setText("")

    def show_count(self, kind: str, count: int | None) -> None:
        """How many of a kind there are; None while that is not known."""
        self._counts[kind] = count
        button = self.kinds[kind]
        button.setText(count_text(kind, count))
        button.setAccessibleName(button.text())
        button.setEnabled(bool(count))
        button.setVisible(count != 0)  # what is done makes room for what is not
        done = [kind_text(kind) for kind in KINDS if self._counts.get(kind) == 0]
        self.done.tell(tr("✓ None: {}").format(", ".join(done)) if done else "")
        due = any(self._counts.get(kind) for kind in (STALE_ATTRIBUTES, MISSING_ATTRIBUTES))
        self.fill_button.setVisible(due and self._writable)
        self._show_title()

    def _show_title(self) -> None:
        known = [count for count in self._counts.values() if count is not None]
        nothing = len(known) == len(KINDS) and not any(known)
        self.title.setText(tr("Nothing is open.") if nothing else tr("What is still open"))

    def show_looking(self, looking: bool, done: int = 0, total: int = 0) -> None:
        """Whether outlines are being compared, and how far that is; it can be stopped."""
        self._looking = looking
        text = tr("Outlines compared: {} of {}").format(number(done), number(total))
        self.status.setText(text if looking and total else "")
        self.look.setText(tr("Stop") if looking else tr("Look again"))
        help_text = tr("Compare no more outlines") if looking else tr("Count again what is open")
        self.hints.add(self.look, help_text)

    def show_stopped(self) -> None:
        """The comparison was stopped: what it would have counted is not known."""
        self.show_looking(False)
        self.status.setText(tr("Stopped: overlaps and markers are not all counted."))

    def show_progress(self, whole: Part, parts: Sequence[Part]) -> None:
        """How far the inventory is, whole and by subregion."""
        self.progress.show_progress(QueueProgress(whole.decided, whole.candidates))
        drawn = tr("Reviewed: {} of {} markers that were drawn; {} in all")
        none = tr("Reviewed: no marker was drawn yet; {} in all").format(number(whole.markers))
        told = drawn.format(number(whole.reviewed), number(whole.drawn), number(whole.markers))
        self.reviewed.tell(told if whole.drawn else none if whole.markers else "")
        self.parts.show_parts(parts)

    def show_going_out(self, total: int, alone: int, reasons: Mapping[str, int], undecided: int) -> None:
        """What of the inventory goes out to others, see `what_goes_out`."""
        self.going_out.tell(what_goes_out(total, alone, reasons, undecided))
        self.open_ones.setVisible(any(reasons.values()))

    def set_tools(self, why_not: Mapping[str, str]) -> None:
        """Which tools can be opened: name -> why not, empty where it can."""
        for action, name in TOOL_ACTIONS.items():
            why = why_not.get(name, "")
            self.hints.add(self.tools[name], why or tool_help(name), action)
            self.tools[name].setEnabled(not why)

    def _enable_gestures(self) -> None:
        """Nothing here is decided."""

"""The dock: header, the three modes, a line for messages, the search of the view, and the engine's."""

from __future__ import annotations

from collections.abc import Iterator

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QDockWidget,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ...inventory.help_pages import FIRST_STEPS
from ...processing_provider.adapters.translation import tr
from ..common.helping import open_help
from .engine_lines.detect_line import DetectLine
from .engine_lines.engine_card import EngineCard
from .engine_lines.engine_line import EngineLine
from .header import MAPPER, REVIEWER, Header
from .keys.actions import OPEN_HELP, STRETCH
from .keys.keys import Keys
from .message import INFO, MessageLine
from .panels.finish_panel import FinishPanel
from .panels.map_panel import EMPTY, MapPanel
from .panels.review_panel import ReviewPanel
from .panels.start_card import StartCard

MAP, REVIEW, FINISH = "map", "review", "finish"
NAME = "RockGlacierInventoryDock"
_REVIEWING = (
    "decision_made",
    "none_missed",
    "first_requested",
    "sample_requested",
    "extension_requested",
    "sample_chosen",
    "discussion_requested",
)
_PAGES = {MAP: "dock", REVIEW: "review", FINISH: "finish"}
"""Of help, for each mode."""


class InventoryDock(QDockWidget):
    """What a person sees and presses. It asks the controller by signals and knows of no file or layer."""

    mode_changed = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Rock glacier inventory"), parent)
        keys = Keys()
        self.setObjectName(NAME)
        self.header = Header()
        self.map_panel = MapPanel(keys)
        self.review_panel = ReviewPanel(keys)
        self.finish_panel = FinishPanel(keys)
        self._panels = {MAP: self.map_panel, REVIEW: self.review_panel, FINISH: self.finish_panel}
        self.start = StartCard()
        self._starting = False
        self.message = MessageLine()
        self.detect = DetectLine()
        self.engine = EngineLine()
        self.engine_card = EngineCard()
        self.mode_buttons = {
            MAP: _mode_button(tr("Map"), tr("Decide on the candidates")),
            REVIEW: _mode_button(tr("Review"), tr("Check a sample of the inventory")),
            FINISH: _mode_button(tr("Finish"), tr("What is still open, statistics and report")),
        }
        self._modes = QButtonGroup(self)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._mode = ""
        self.set_mode(MAP)

    def _lay_out(self) -> None:
        modes = QHBoxLayout()
        modes.setSpacing(0)
        for button in self.mode_buttons.values():
            self._modes.addButton(button)
            modes.addWidget(button, 1)
        for panel in self._panels.values():
            self._stack.addWidget(panel)
        self._stack.addWidget(self.start)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.setSpacing(6)
        layout.addWidget(self.header)
        layout.addLayout(modes)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.message)
        layout.addWidget(self.engine_card)
        layout.addWidget(self.detect)
        layout.addWidget(self.engine)
        self.setWidget(content)

    def _connect(self) -> None:
        for mode, button in self.mode_buttons.items():
            button.clicked.connect(lambda _checked=False, mode=mode: self.set_mode(mode))
        self.map_panel.finish_requested.connect(lambda: self.set_mode(FINISH))
        # First of all slots, so that an answer to the gesture is not taken away with what was before.
        for signal in self._gestures():
            signal.connect(lambda *_values: self.message.gesture())
        self.header.help_requested.connect(lambda: open_help(self.help_page()))
        self.start.help_requested.connect(lambda: open_help(FIRST_STEPS))
        for signal in self._changes_of_scene():
            signal.connect(lambda *_values: self.message.close_message())

    def _gestures(self) -> Iterator[pyqtSignal]:
        """The signals by which a person goes on."""
        both = ("previous_requested", "next_requested", "undo_requested", "redo_requested")
        for panel, own in (
            (
                self.map_panel,
                (
                    "operation_requested",
                    "reason_chosen",
                    "reason_cancelled",
                    "note_chosen",
                    "accept_requested",
                    "give_up_requested",
                    "level_requested",
                    "draw_on_requested",
                    "split_requested",
                    "merge_requested",
                    "remain_all_requested",
                    "choice_accepted",
                    "choice_given_up",
                    "viewer_requested",
                    "warning_action",
                    "order_changed",
                    "filter_changed",
                ),
            ),
            (self.review_panel, _REVIEWING),
        ):
            yield from (getattr(panel, name) for name in (*both, *own))
        yield self.finish_panel.look_requested
        yield self.detect.requested
        for name in ("new_requested", "open_requested"):
            yield getattr(self.header, name)
            yield getattr(self.start, name)
        yield self.start.sample_requested

    def _changes_of_scene(self) -> Iterator[pyqtSignal]:
        """Another person, mode or inventory: what was said before is not for them, above all in a review."""
        yield self.mode_changed
        yield self.header.person_changed
        yield self.header.inventory_chosen

    def mode(self) -> str:
        """'map', 'review' or 'finish'."""
        return self._mode

    def set_mode(self, mode: str) -> None:
        """Show a mode; says so when it is another one."""
        self.finish_writing()
        self.mode_buttons[mode].setChecked(True)
        self._show_page(mode)
        self.header.set_role(REVIEWER if mode == REVIEW else MAPPER)
        if mode != self._mode:
            first, self._mode = not self._mode, mode
            if not first:
                self.mode_changed.emit(mode)

    def show_start(self, starting: bool) -> None:
        """Show the first steps in place of both modes, while no inventory is open; or no longer."""
        self._starting = starting
        self._show_page(self._mode)

    def _show_page(self, mode: str) -> None:
        self._stack.setCurrentWidget(self.start if self._starting else self._panels[mode])

    def is_seen(self) -> bool:
        """Whether a person sees the dock: it is open, and not behind another one."""
        return self.isVisible() and not self.visibleRegion().isEmpty()

    def set_keys(self, keys: Keys) -> None:
        """Show other keys."""
        for panel in self._panels.values():
            panel.set_keys(keys)
        self.detect.show_key(keys.label(STRETCH))

    def say(self, text: str, level: str = INFO, offer: str = "", help_text: str = "") -> None:
        """Show a sentence of the level 'info', 'warning' or 'error' at the foot, and an offer with its tooltip."""
        self.message.say(text, level, offer, help_text)

    def trigger(self, action: str) -> bool:
        """Do what a key asks for (from `KeyFilter.triggered`); returns whether it could be done now."""
        if action == OPEN_HELP:
            open_help(self.help_page())
            return True
        if action == "finish":
            self.set_mode(FINISH)
            return True
        if action == STRETCH and self.map_panel.mode() != EMPTY:
            self.detect.stretch.trigger()
            return True
        if action in ("glaciers", "viewer"):
            return self.map_panel.trigger(action)
        return self._panels[self._mode].trigger(action)

    def help_page(self) -> str:
        """The page for what the dock shows now."""
        return FIRST_STEPS if self._starting else _PAGES[self._mode]

    def hold(self, action: str, down: bool) -> None:
        """A key is held, or no longer (from `KeyFilter.held`)."""
        if action == "hide":
            self.map_panel.outlines_hidden.emit(down)

    def finish_writing(self) -> None:
        """Have a comment said that is being written, before something else is shown."""
        self.map_panel.comment.finish()
        self.review_panel.comment.finish()


def _mode_button(text: str, help_text: str) -> QPushButton:
    button = QPushButton(text)
    button.setCheckable(True)
    button.setToolTip(help_text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button

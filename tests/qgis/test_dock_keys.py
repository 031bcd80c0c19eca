"""The keys of the dock: what is live when, who is left alone, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from person import choose, click_at, hold_key, press_button, press_key, type_into, type_text, writing_line
from qgis.core import QgsSettings
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence
from qgis.PyQt.QtTest import QSignalSpy, QTest
from qgis.PyQt.QtWidgets import (
    QAction,
    QApplication,
    QButtonGroup,
    QComboBox,
    QDoubleSpinBox,
    QKeySequenceEdit,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPushButton,
    QRadioButton,
    QSlider,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from rock_glacier_inventory.inventory import schema
from rock_glacier_inventory.inventory.errors import UserError
from rock_glacier_inventory.plugin.common.settings import PREFIX
from rock_glacier_inventory.plugin.dock.inputs import Choice, CommentField
from rock_glacier_inventory.plugin.dock.keys.actions import (
    ACTIONS,
    CHOOSING,
    DECIDING,
    DRAWING,
    MAP_MOVES,
    NOTES,
    OFF,
    REASON_ACTIONS,
    REASONS,
    REMOVAL_ACTIONS,
    REVIEW,
    SCOPES,
    scopes_of,
)
from rock_glacier_inventory.plugin.dock.keys.key_editor import KeyEditor
from rock_glacier_inventory.plugin.dock.keys.key_filter import KeyFilter
from rock_glacier_inventory.plugin.dock.keys.keys import Keys, pressed
from rock_glacier_inventory.plugin.dock.texts import action_text

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
KEYPAD, NONE = Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.NoModifier


class Desk:
    """A window with a map canvas, and a key filter that watches it; keeps what the filter says."""

    def __init__(self) -> None:
        self.window = QMainWindow()
        self.canvas = QgsMapCanvas()
        self.box = QWidget()
        self.layout = QVBoxLayout(self.box)
        self.layout.addWidget(self.canvas)
        self.window.setCentralWidget(self.box)
        self.filter = KeyFilter(Keys(), self.window)
        self.said: list[object] = []
        self.left: list[bool] = []
        self.filter.triggered.connect(self.said.append)
        self.filter.held.connect(lambda action, down: self.said.append((action, down)))
        self.lost: list[bool] = []
        self.filter.lost.connect(lambda: self.lost.append(True))
        self.filter.left_text.connect(lambda: self.left.append(True))

    def show(self, focus: QWidget | None = None) -> None:
        self.filter.watch(self.box)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        (focus or self.canvas).setFocus()
        assert QApplication.focusWidget() is (focus or self.canvas)

    def press(self, *keys: int, modifiers: Qt.KeyboardModifier = NONE) -> list[object]:
        """Press keys where the focus is; what the filter said of them."""
        self.said.clear()
        for key in keys:
            press_key(key, modifiers)
        return list(self.said)


@pytest.fixture
def desk(qgis_app) -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.filter.stop()
    desk.window.close()
    desk.canvas.deleteLater()
    desk.window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def forgotten(qgis_app) -> Iterator[None]:
    yield
    QgsSettings().remove(f"{PREFIX}/keys")


def test_keys_while_deciding(desk: Desk) -> None:
    desk.show()
    desk.filter.set_scope(DECIDING)
    assert desk.press(Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_4) == list(schema.OPERATIONS)
    assert desk.press(Key.Key_Comma, Key.Key_PageUp) == ["previous", "previous"]
    assert desk.press(Key.Key_Period, Key.Key_PageDown, Key.Key_Space) == ["next", "next", "skip"]
    assert desk.press(Key.Key_Left, Key.Key_Up, Key.Key_Right, Key.Key_Down) == ["previous"] * 2 + ["next"] * 2
    assert desk.press(Key.Key_G, Key.Key_C, Key.Key_S, Key.Key_M) == ["glaciers", "comment", "split", "merge"]
    assert desk.press(Key.Key_R, Key.Key_E) == ["remain_all", "viewer"]
    assert desk.press(Key.Key_Z, modifiers=CTRL) == ["undo"]
    assert desk.press(Key.Key_Z, modifiers=CTRL | SHIFT) == ["redo"]
    assert desk.press(Key.Key_Y, Key.Key_D, Key.Key_Return, Key.Key_Escape, Key.Key_Z) == []


def test_reasons_and_comments_by_fewer_keys(desk: Desk) -> None:
    desk.show()
    letters = [Key.Key_D, Key.Key_A, Key.Key_L, Key.Key_M, Key.Key_T, Key.Key_W, Key.Key_S, Key.Key_I, Key.Key_O]
    for scope in (DECIDING, REASONS):
        desk.filter.set_scope(scope)
        assert [REMOVAL_ACTIONS[action] for action in desk.press(*letters, modifiers=SHIFT)] == list(
            schema.REMOVAL_REASONS
        )
    desk.filter.set_scope(DECIDING)
    assert desk.press(Key.Key_5, Key.Key_Backspace, Key.Key_N) == ["remove_again", "undo", "note"]
    assert desk.press(Key.Key_5, modifiers=SHIFT) == ["remove_again"], "where the digits are on Shift"
    assert desk.press(Key.Key_T, Key.Key_W, Key.Key_O) == [], "a word that is written on the map by mistake"
    for scope in (DECIDING, DRAWING, REVIEW):
        desk.filter.set_scope(scope)
        assert desk.press(Key.Key_B) == ["stretch"]
    desk.filter.set_scope(NOTES)
    assert desk.press(Key.Key_1, Key.Key_9, Key.Key_N, Key.Key_Escape) == ["note-1", "note-9", "note", "give_up"]


def test_a_key_that_stays_down_says_when_it_is_let_go(desk: Desk) -> None:
    let_go: list[str] = []
    desk.filter.let_go.connect(let_go.append)
    desk.show()

    def event(kind: QEvent.Type, key: Key, text: str, repeated: bool = False) -> bool:
        return desk.filter.eventFilter(desk.canvas, QKeyEvent(kind, key, NONE, text, repeated))

    down, up = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
    desk.filter.set_scope(DECIDING)
    assert event(down, Key.Key_S, "s")
    desk.filter.set_scope(DRAWING)
    assert event(up, Key.Key_S, "s", True) and event(QEvent.Type.ShortcutOverride, Key.Key_S, "s", True)
    assert event(down, Key.Key_S, "s", True), "in QGIS it is a shortcut"
    assert event(down, Key.Key_F, "f"), "another key meanwhile"
    assert let_go == []
    assert event(up, Key.Key_S, "s")
    assert (desk.said, let_go) == (["split", "freehand"], ["split"])
    assert not event(down, Key.Key_S, "s") and not event(up, Key.Key_S, "s"), "begun here, it is QGIS's"
    assert let_go == ["split"]


def test_a_key_that_is_let_go_elsewhere_is_forgotten(desk: Desk) -> None:
    let_go: list[str] = []
    desk.filter.let_go.connect(let_go.append)
    desk.show()
    for forget in (
        lambda: QApplication.sendEvent(desk.canvas, QEvent(QEvent.Type.WindowDeactivate)),
        lambda: desk.filter.set_scope(OFF),
        lambda: desk.filter.eventFilter(desk.canvas, QKeyEvent(QEvent.Type.KeyPress, Key.Key_4, NONE, "4")),
    ):
        desk.filter.set_scope(DECIDING)
        desk.filter.eventFilter(desk.canvas, QKeyEvent(QEvent.Type.KeyPress, Key.Key_4, NONE, "4"))
        desk.filter.set_scope(DRAWING)
        forget()
        desk.filter.set_scope(DRAWING)
        desk.filter.eventFilter(desk.canvas, QKeyEvent(QEvent.Type.KeyRelease, Key.Key_4, NONE, "4"))
        assert let_go == []


def test_letters_that_qt_has_no_name_for_are_keys_like_others(desk: Desk) -> None:
    def letter(code: int, held: Qt.KeyboardModifier = NONE) -> QKeyEvent:
        return QKeyEvent(QEvent.Type.KeyPress, code, held, chr(code))

    assert (pressed(letter(0x42B)), pressed(letter(0x3A9, SHIFT))) == ("Ы", "Shift+Ω")
    desk.show()
    desk.filter.set_scope(DECIDING)
    QApplication.sendEvent(desk.window.windowHandle(), letter(0x42B))
    assert desk.said == []
    keys = Keys()
    keys.set("next", ("Ы",))
    desk.filter.set_keys(keys)
    QApplication.sendEvent(desk.window.windowHandle(), letter(0x42B))
    assert desk.said == ["next"]


def test_keys_while_a_reason_is_asked_for(desk: Desk) -> None:
    desk.show()
    desk.filter.set_scope(REASONS)
    letters = [Key.Key_D, Key.Key_A, Key.Key_L, Key.Key_M, Key.Key_T, Key.Key_W, Key.Key_S, Key.Key_I, Key.Key_O]
    assert [REASON_ACTIONS[action] for action in desk.press(*letters)] == list(schema.REMOVAL_REASONS)
    assert desk.press(Key.Key_2, Key.Key_Escape) == ["remove", "give_up"]
    assert desk.press(Key.Key_1, Key.Key_Space, Key.Key_Period) == []
    assert desk.press(Key.Key_Z, modifiers=CTRL) == []


def test_while_drawing_nearly_all_keys_are_left_to_qgis(desk: Desk) -> None:
    desk.show()
    desk.filter.set_scope(DRAWING)
    assert desk.press(Key.Key_Return, Key.Key_Enter, Key.Key_Escape) == ["accept", "accept", "give_up"]
    assert desk.press(Key.Key_G) == ["glaciers"]
    assert desk.press(Key.Key_1, Key.Key_2, Key.Key_Space, Key.Key_Backspace, Key.Key_Delete, Key.Key_S) == []
    assert desk.press(Key.Key_Z, modifiers=CTRL) == []


def test_keys_of_a_reviewer(desk: Desk) -> None:
    desk.show()
    desk.filter.set_scope(REVIEW)
    assert desk.press(Key.Key_Y, Key.Key_N, Key.Key_U, Key.Key_X) == list(schema.DECISIONS)
    assert desk.press(Key.Key_Home, Key.Key_1, Key.Key_S) == ["first"]


def test_no_key_is_live_when_off(desk: Desk) -> None:
    desk.show()
    assert desk.filter.scope == OFF
    assert desk.press(Key.Key_1, Key.Key_Y, Key.Key_Return, Key.Key_H, Key.Key_G) == []
    with pytest.raises(ValueError, match="nowhere"):
        desk.filter.set_scope("nowhere")


def test_keys_while_several_are_chosen(desk: Desk) -> None:
    desk.show()
    desk.filter.set_scope(CHOOSING)
    assert desk.press(Key.Key_Return, Key.Key_Enter, Key.Key_Escape, Key.Key_E) == [
        "accept",
        "accept",
        "give_up",
        "viewer",
    ]
    assert desk.press(Key.Key_1, Key.Key_Space, Key.Key_Left, Key.Key_R, Key.Key_M) == []


def test_shift_and_arrows_move_the_map_as_long_as_they_are_held(desk: Desk) -> None:
    desk.show()
    desk.filter.set_scope(DRAWING)
    assert desk.press(Key.Key_Left, Key.Key_Up) == [], "while drawing they are QGIS's"
    for scope in (DECIDING, DRAWING, REVIEW):
        desk.filter.set_scope(scope)
        keys = (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down)
        assert desk.press(*keys, modifiers=SHIFT) == list(MAP_MOVES)
    for repeated in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Left, SHIFT, "", repeated)
        assert desk.filter.eventFilter(desk.canvas, event)
    assert desk.said[4:] == ["map-left"] * 3
    keys = Keys()
    keys.set("map-left", ())
    desk.filter.set_keys(keys)
    desk.filter.set_scope(DECIDING)
    assert desk.press(Key.Key_Left, modifiers=SHIFT) == [], "and not the arrow alone"


def test_lists_and_boxes_keep_their_arrows(desk: Desk) -> None:
    combo, names, slider, button = Choice(), QListWidget(), QSlider(Qt.Orientation.Horizontal), QPushButton("button")
    for text in ("one", "two", "three"):
        combo.addItem(text, text)
        names.addItem(text)
    line = QLineEdit("ab")
    first, second, group = QRadioButton("first"), QRadioButton("second"), QButtonGroup(desk.window)
    for radio in (first, second):
        group.addButton(radio)
    for widget in (combo, names, slider, line, first, second, button):
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        desk.layout.addWidget(widget)
    desk.show()
    desk.filter.set_scope(DECIDING)
    for widget in (combo, names, slider, line, first):
        widget.setFocus()
        assert desk.press(Key.Key_Down, Key.Key_Right) == []
    assert (combo.currentText(), names.currentRow() > 0, slider.value() != 0) == ("two", True, True)
    assert line.cursorPosition() > 0
    button.setFocus()
    assert desk.press(Key.Key_Down) == ["next"], "a button has no use for them"


def test_number_pad_and_digits_on_shift_count(desk: Desk) -> None:
    desk.show()
    desk.filter.set_scope(DECIDING)
    assert desk.press(Key.Key_1, modifiers=KEYPAD) == ["remain"]
    assert desk.press(Key.Key_2, modifiers=SHIFT) == ["remove"]
    assert desk.press(Key.Key_C, modifiers=SHIFT) == []
    assert desk.press(Key.Key_1, modifiers=CTRL) == []


def test_our_keys_come_before_shortcuts_of_the_window(desk: Desk) -> None:
    fired: list[str] = []
    for key in ("S", "V", "Ctrl+Z"):
        action = QAction(desk.window)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked=False, key=key: fired.append(key))
        desk.window.addAction(action)
    desk.show()
    desk.filter.set_scope(DECIDING)
    assert desk.press(Key.Key_S) == ["split"]
    assert desk.press(Key.Key_V) == []
    assert desk.press(Key.Key_Z, modifiers=CTRL) == ["undo"]
    assert fired == ["V"]
    desk.filter.set_scope(DRAWING)
    assert desk.press(Key.Key_Z, modifiers=CTRL) == []
    assert fired == ["V", "Ctrl+Z"]


def test_a_key_that_rests_on_the_board_counts_once(desk: Desk) -> None:
    desk.show()
    desk.filter.set_scope(DECIDING)
    for repeated in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_1, NONE, "1", repeated)
        assert desk.filter.eventFilter(desk.canvas, event)
    assert desk.said == ["remain"]


def test_hide_lasts_as_long_as_its_key(desk: Desk) -> None:
    desk.show()
    desk.filter.set_scope(DRAWING)
    let_go = hold_key(Key.Key_H)
    assert desk.said == [("hide", True)]
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):  # as X11 repeats a key
        QApplication.sendEvent(desk.canvas, QKeyEvent(kind, Key.Key_H, NONE, "h", True))
    assert desk.said == [("hide", True)]
    let_go()
    assert desk.said == [("hide", True), ("hide", False)]


def test_outlines_never_stay_hidden(desk: Desk) -> None:
    other = QPushButton("elsewhere")
    desk.layout.addWidget(other)
    desk.show()
    desk.filter.set_scope(DECIDING)
    hold_key(Key.Key_H)
    press_button(other)
    assert desk.said == [("hide", True), ("hide", False)]
    hold_key(Key.Key_H)
    desk.filter.set_scope(OFF)
    assert desk.said[2:] == [("hide", True), ("hide", False)]
    assert len(desk.lost) == 2, "which is no letting go: a short one would leave them hidden"
    desk.filter.set_scope(DECIDING)
    desk.show()
    hold_key(Key.Key_H)()
    assert len(desk.lost) == 2


def test_who_writes_is_left_alone(desk: Desk) -> None:
    combo = QComboBox()
    combo.setEditable(True)
    fields = [QLineEdit(), QTextEdit(), QDoubleSpinBox(), combo]
    for field in fields:
        desk.layout.addWidget(field)
    desk.show()
    desk.filter.set_scope(DECIDING)
    for field in fields:
        click_at(field.viewport() if isinstance(field, QTextEdit) else writing_line(field))
        assert desk.press(Key.Key_1, Key.Key_2) == []
        assert desk.press(Key.Key_F1) == ["help"], "which writes nothing"
    assert [fields[0].text(), fields[1].toPlainText(), combo.currentText()] == ["12", "12", "12"]
    assert desk.left == []
    fields[0].setReadOnly(True)  # nothing can be written there
    click_at(fields[0])
    assert desk.press(Key.Key_1) == ["remain"]


def test_return_and_escape_leave_the_comment(desk: Desk) -> None:
    comment, edited = CommentField(), []
    comment.edited.connect(edited.append)
    desk.layout.addWidget(comment)
    desk.show()
    desk.filter.set_scope(DRAWING)  # where Return and Escape mean something else
    type_into(comment, "steep front", None)
    assert desk.press(Key.Key_Return) == []
    assert edited == ["steep front"]
    assert len(desk.left) == 1
    assert not comment.hasFocus()
    click_at(comment)
    type_text(" or not")
    assert desk.press(Key.Key_Escape) == []
    assert comment.text() == "steep front"
    assert edited == ["steep front"]
    assert len(desk.left) == 2


def test_the_key_that_picks_from_a_list_decides_nothing(desk: Desk) -> None:
    """Qt picks before the key has gone its way; by then the list is gone, and another scope may be live."""
    combo = Choice()
    combo.addItem("one.gpkg", "one")
    combo.addItem("two.gpkg", "two")
    combo.activated.connect(lambda _row: desk.filter.set_scope(DRAWING))  # a draft is taken up
    desk.layout.addWidget(combo)
    desk.filter.watch(combo)
    desk.show()
    desk.filter.set_scope(DECIDING)
    choose(combo, "two")
    assert combo.currentData() == "two"
    assert desk.said == []


def test_a_field_of_qgis_on_the_map_is_left_alone(desk: Desk) -> None:
    desk.show()
    field, entered = QLineEdit(desk.canvas), []  # as advanced digitising does
    field.returnPressed.connect(lambda: entered.append(True))
    field.show()
    field.setFocus()
    desk.filter.set_scope(DRAWING)
    assert desk.press(Key.Key_1, Key.Key_Return, Key.Key_Escape, Key.Key_H, Key.Key_G) == []
    assert (field.text(), len(entered), desk.left) == ("1hg", 1, [])
    assert field.hasFocus()


def test_space_presses_a_button_that_has_the_focus(desk: Desk) -> None:
    button, clicked = QPushButton("button"), []
    button.clicked.connect(clicked.append)
    desk.layout.addWidget(button)
    desk.show(button)
    desk.filter.set_scope(DECIDING)
    assert desk.press(Key.Key_Space) == []
    assert len(clicked) == 1
    assert desk.press(Key.Key_1) == ["remain"]


def test_a_filter_that_was_stopped_hears_nothing(desk: Desk) -> None:
    desk.show()
    desk.filter.set_scope(DECIDING)
    desk.filter.stop()
    assert desk.press(Key.Key_1) == []


def test_no_default_contradicts_another() -> None:
    keys = Keys()
    for action in ACTIONS:
        assert keys.keys(action)
        assert action_text(action)
        assert [keys.conflict(action, key) for key in keys.keys(action)] == [""] * len(keys.keys(action))
        for scope in SCOPES:
            for key in keys.keys(action):
                assert (keys.action(scope, key) == action) == (scope in scopes_of(action))


def test_a_key_with_two_meanings_is_refused() -> None:
    keys = Keys()
    with pytest.raises(UserError, match="S already means “Split”"):
        keys.set("merge", ("J", "S"))
    assert keys.keys("merge") == ("M",)
    keys.set("merge", ("Y",))  # yes is for another scope
    assert keys.action(DECIDING, "Y") == "merge"
    assert keys.action(REVIEW, "Y") == "yes"


def test_keys_are_remembered(forgotten: None) -> None:
    keys = Keys()
    keys.set("previous", (",", ";"))
    keys.set("skip", ())
    keys.save_over(Keys())
    again = Keys.load()
    assert again.keys("previous") == (",", ";")
    assert again.keys("skip") == ()
    assert again.keys("next") == (".", "PgDown", "Right", "Down")
    again.reset()
    again.save_over(keys)
    assert QgsSettings().value(f"{PREFIX}/keys/previous") is None
    assert Keys.load().keys("skip") == ("Space",)


def test_settings_that_contradict_themselves_are_not_believed(forgotten: None) -> None:
    QgsSettings().setValue(f"{PREFIX}/keys/remain", "3")
    assert Keys.load().keys("remain") == ("1",)
    QgsSettings().setValue(f"{PREFIX}/keys/refine", "1")
    assert (Keys.load().keys("remain"), Keys.load().keys("refine")) == (("3",), ("1",))


def press_keys_in(field: QKeySequenceEdit, *keys: Qt.Key) -> None:
    """Click into a field for a shortcut, press keys, and wait until it takes no more of them."""
    finished = QSignalSpy(field.editingFinished)
    click_at(field)
    for key in keys:
        press_key(key)
    assert finished.wait(5000)


def test_the_editor_changes_a_copy(qgis_app) -> None:
    keys = Keys()
    editor = KeyEditor(keys)
    editor.show()
    changes: list[bool] = []
    editor.changed.connect(lambda: changes.append(True))
    field = editor.fields["previous"]
    press_keys_in(field, Key.Key_J, Key.Key_K)
    assert editor.keys().keys("previous") == ("J", "PgUp", "Left", "Up")
    assert field.keySequence().toString() == "J"
    assert keys.keys("previous") == (",", "PgUp", "Left", "Up")
    press_keys_in(field, Key.Key_1)
    assert "“Remain”" in editor.problem.text()
    assert field.keySequence().toString() == "J"
    assert len(changes) == 1
    press_button(editor.reset_button)
    assert editor.keys().keys("previous") == (",", "PgUp", "Left", "Up")
    assert not editor.problem.isVisible()
    editor.close()

"""What a person does with widgets: clicks and keys through the window, where a person could do them.

Every event enters Qt where the window system's do, at the window. So Qt itself decides which widget is hit,
whether a dialog is in the way, and which shortcut comes first. Before that each helper asserts what a person
would see: the widget is there, it is not grey, and nothing lies over it. No signal is emitted and no slot is
called here; `tests/unit/test_tests_act_as_a_person.py` holds the other scripts to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from qgis.PyQt.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence, QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QMenuBar,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionToolButton,
    QTabWidget,
    QToolBar,
    QToolButton,
    QWidget,
)

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SCROLLED: list[str] = []
"""What a person had to scroll to, in order: the names of the widgets."""


def pause(milliseconds: int = 30) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def parts_of(keys: QKeySequence) -> tuple[Qt.Key, Qt.KeyboardModifier]:
    """The first keys of a sequence: the last that is pressed, and what is held."""
    first = keys[0]
    if isinstance(first, int):  # Qt 5
        held = int(Qt.KeyboardModifier.KeyboardModifierMask)
        return Qt.Key(first & ~held), Qt.KeyboardModifier(first & held)
    return first.key(), first.keyboardModifiers()


def name_of(widget: QWidget) -> str:
    """How a person would call it."""
    text = widget.accessibleName() or getattr(widget, "text", lambda: "")() or widget.objectName()
    return f"{type(widget).__name__} “{text}”"


# Where a person could do it


def make_active(window: QWidget) -> None:
    """The window has the keyboard. Xvfb has no window manager, which would see to that."""
    if QApplication.activeWindow() is not window:
        window.activateWindow()
        QApplication.setActiveWindow(window)
        pause()
    assert QApplication.activeWindow() is window, f"{name_of(window)} is not the active window"


def _scroll_to(widget: QWidget, place: QPoint) -> None:
    """Bring a place of the widget into sight, where a person could scroll to it."""
    area = widget.parentWidget()
    while area is not None:
        if isinstance(area, QScrollArea) and area.widget() is not None:
            at = widget.mapTo(area.viewport(), place)
            if not area.viewport().rect().contains(at):
                SCROLLED.append(name_of(widget))
                inside = widget.mapTo(area.widget(), place)
                area.ensureVisible(inside.x(), inside.y(), 4, widget.height())
                pause()
        area = area.parentWidget()


def _goes_with(window: QWidget, modal: QWidget) -> bool:
    """Whether a modal window is this one, or has opened it: it keeps no clicks from its own windows."""
    while window is not None and window is not modal:
        window = window.parentWidget()
    return window is modal


def find(widget: QWidget, place: QPoint | None = None) -> QPoint:
    """Assert that a person could click on the widget there; returns the place in its window."""
    what = name_of(widget)
    place = place or widget.rect().center()
    assert widget.isVisible(), f"{what} is not on the screen"
    assert widget.isEnabled(), f"{what} is grey"
    modal = QApplication.activeModalWidget()
    window = widget.window()
    assert modal is None or _goes_with(window, modal), f"{name_of(modal)} is in the way"
    _scroll_to(widget, place)
    hit = window.childAt(widget.mapTo(window, place))
    assert hit is widget or widget.isAncestorOf(hit) if hit else widget is window, (
        f"a click on {what} would hit {name_of(hit) if hit else 'nothing'}"
    )
    if QApplication.platformName() == "xcb":  # what is drawn there, other windows included
        on_screen = QApplication.widgetAt(widget.mapToGlobal(place))
        assert on_screen is not None, f"{what} is off the screen"
        assert on_screen is widget or widget.isAncestorOf(on_screen), f"{name_of(on_screen)} lies over {what}"
    return widget.mapTo(window, place)


def click_at(widget: QWidget, place: QPoint | None = None, button: Qt.MouseButton = LEFT, modifier: Any = NONE) -> None:
    """A click of the mouse on a widget, in its middle unless a place is given."""
    at = find(widget, place)
    make_active(widget.window())
    QTest.mouseClick(widget.window().windowHandle(), button, modifier, at)
    pause()


def double_click_at(widget: QWidget, place: QPoint) -> None:
    """A double click on a place of a widget."""
    click_at(widget, place)
    QTest.mouseDClick(widget.window().windowHandle(), LEFT, NONE, widget.mapTo(widget.window(), place))
    pause()


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    """Press at one place of a widget, move, and let go at another."""
    at = find(widget, start)
    make_active(widget.window())
    window = widget.window().windowHandle()
    QTest.mousePress(window, LEFT, NONE, at)
    for step in range(1, 6):
        QTest.mouseMove(window, at + (end - start) * step / 5)
        pause(20)
    QTest.mouseRelease(window, LEFT, NONE, at + end - start)
    pause()


def start_stroke(widget: QWidget, places: Sequence[QPoint]) -> Callable[[], None]:
    """Press at the first place of a widget and move along the others with the button down; returns what lets go."""
    first = find(widget, places[0])
    make_active(widget.window())
    window, away = widget.window().windowHandle(), first - places[0]
    QTest.mouseMove(window, first)
    QTest.mousePress(window, LEFT, NONE, first)
    for before, place in zip(places, places[1:]):
        steps = max(1, (place - before).manhattanLength() // 8)  # a mouse tells of every few pixels
        for step in range(1, steps + 1):
            QTest.mouseMove(window, away + before + (place - before) * step / steps)
            pause(3)

    def let_go() -> None:
        QTest.mouseRelease(window, LEFT, NONE, away + places[-1])
        pause()

    return let_go


def stroke(widget: QWidget, places: Sequence[QPoint]) -> None:
    """Draw along places of a widget with the left button down."""
    start_stroke(widget, places)()


def turn_wheel(widget: QWidget, notches: int, modifier: Any = NONE) -> None:
    """Turn the wheel over the middle of a widget: up is positive."""
    at = find(widget)
    make_active(widget.window())
    window = widget.window().windowHandle()
    for _ in range(abs(notches)):
        event = QWheelEvent(
            QPointF(at),
            QPointF(window.mapToGlobal(at)),
            QPoint(),
            QPoint(0, 120 if notches > 0 else -120),
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(window, event)
        pause()


# Buttons and boxes


def _hot_spot(button: QAbstractButton) -> QPoint:
    """A check box is as wide as its row, but only its left part can be clicked on."""
    if isinstance(button, (QCheckBox, QRadioButton)):
        return QPoint(button.fontMetrics().height() // 2, button.height() // 2)
    return button.rect().center()


def press_button(button: QAbstractButton) -> None:
    """Press a button with the mouse."""
    click_at(button, _hot_spot(button))


def hold_button(button: QAbstractButton) -> Callable[[], None]:
    """Press a button and keep it down; returns what lets it go."""
    at, window = find(button), button.window().windowHandle()
    QTest.mousePress(window, LEFT, NONE, at)
    pause()

    def let_go() -> None:
        QTest.mouseRelease(window, LEFT, NONE, at)
        pause()

    return let_go


def check(button: QAbstractButton, on: bool = True) -> None:
    """Check a box, or choose a radio button."""
    if button.isChecked() != on:
        press_button(button)
    assert button.isChecked() == on, f"{name_of(button)} did not change"


def press_tool(bars: QWidget, action: Any) -> None:
    """Press the button of an action in one of the tool bars of a window."""
    pause()  # a button that has just come is not laid out yet
    for bar in bars.findChildren(QToolBar):
        button = bar.widgetForAction(action)
        if button is not None and button.isVisible():
            press_button(button)
            return
    raise AssertionError(f"no tool bar shows {action.text()}")


def choose_in_menu(bar: QMenuBar, menu: QMenu, action: Any) -> None:
    """Open a menu of the menu bar and click on one of its entries."""
    click_at(bar, bar.actionGeometry(menu.menuAction()).center())
    assert menu.isVisible(), f"{menu.title()} did not open"
    assert action.isEnabled(), f"{action.text()} is grey"
    place = menu.actionGeometry(action).center()
    QTest.mouseClick(menu.windowHandle(), LEFT, NONE, place)
    pause()


def choose_in_submenu(bar: QMenuBar, menu: QMenu, inner: QMenu, action: Any) -> None:
    """The same in a menu of that menu."""
    choose_in_menus(bar, (menu, inner), action.text())


def choose_in_menus(bar: QMenuBar, menus: Sequence[QMenu], text: str) -> None:
    """The same in menus that open out of each other; the entry is there when the last one is."""
    click_at(bar, bar.actionGeometry(menus[0].menuAction()).center())
    for outer, inner in zip(menus, menus[1:]):
        QTest.mouseClick(outer.windowHandle(), LEFT, NONE, outer.actionGeometry(inner.menuAction()).center())
        pause(300)
        assert inner.isVisible(), f"{inner.title()} did not open"
    entries = {action.text(): action for action in menus[-1].actions()}
    assert text in entries, f"{menus[-1].title()} has the entries {list(entries)}"
    assert entries[text].isEnabled(), f"{text} is grey"
    place = menus[-1].actionGeometry(entries[text]).center()
    QTest.mouseClick(menus[-1].windowHandle(), LEFT, NONE, place)
    pause()


def choose_in_menu_of(button: QToolButton, text: str) -> None:
    """Open the menu of a button by its arrow and click on the entry with a text."""
    option = QStyleOptionToolButton()
    option.initFrom(button)
    option.features = QStyleOptionToolButton.ToolButtonFeature.MenuButtonPopup
    control = QStyle.ComplexControl.CC_ToolButton
    arrow = button.style().subControlRect(control, option, QStyle.SubControl.SC_ToolButtonMenu, button)
    timer, entries = QTimer(), []

    def look() -> None:  # the menu holds the click that opens it until it is closed
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu) and menu.isVisible():
            timer.stop()
            entries.extend(action.text() for action in menu.actions())
            place = next(menu.actionGeometry(action).center() for action in menu.actions() if action.text() == text)
            QTest.mouseClick(menu.windowHandle(), LEFT, NONE, place)

    timer.timeout.connect(look)
    timer.start(30)
    click_at(button, arrow.center())
    timer.stop()
    assert text in entries, f"{name_of(button)} has the entries {entries}"


def open_tab(tabs: QTabWidget, title: str) -> None:
    """Click on the tab of that title."""
    bar = tabs.tabBar()
    titles = [bar.tabText(row).replace("&", "") for row in range(bar.count())]
    assert title in titles, f"the tabs are {titles}"
    click_at(bar, bar.tabRect(titles.index(title)).center())
    assert tabs.currentIndex() == titles.index(title)


# Keys


def press_key(key: Qt.Key, modifier: Any = NONE) -> None:
    """A key, in the window that is active: Qt gives it to what has the focus there."""
    QTest.keyClick(_with_keys(), key, modifier)
    pause()


def hold_key(key: Qt.Key) -> Callable[[], None]:
    """Press a key and keep it down; returns what lets it go."""
    QTest.keyPress(_with_keys(), key)
    pause()

    def let_go() -> None:
        QTest.keyRelease(_with_keys(), key)
        pause()

    return let_go


def _with_keys() -> Any:
    window = QApplication.activePopupWidget() or QApplication.activeWindow()
    assert window is not None, "no window of QGIS is active: keys would go elsewhere"
    return window.windowHandle()


def type_text(text: str) -> None:
    """Write where the focus is, one character after the other; the path of a file is pasted."""
    if text.startswith(("/", '"/')):  # nobody types one, and QGIS looks for files and layers after each character
        QApplication.clipboard().setText(text)
        press_key(Qt.Key.Key_V, CTRL)
        return
    for character in text:
        if character.isascii():
            QTest.keyClick(_with_keys(), character)
        else:  # QTest knows the letters of English only
            _type_letter(character)
    pause()


def _type_letter(character: str) -> None:
    target = QApplication.activePopupWidget() or QApplication.focusWidget()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(target, QKeyEvent(kind, ord(character.upper()), NONE, character))


# Fields


def writing_line(field: QWidget) -> QLineEdit:
    """The line in which a person writes: the field's own, or that of a combo box or a spin box."""
    if isinstance(field, (QComboBox, QAbstractSpinBox)):
        line = field.lineEdit() if isinstance(field, QComboBox) else field.findChild(QLineEdit)
        assert line is not None, f"nothing can be written into {name_of(field)}"
        return line
    return field


def type_into(field: QWidget, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
    """Click into a field, write over what is there, and end with a key (none: go on writing)."""
    line = writing_line(field)
    click_at(line, QPoint(min(12, line.width() // 2), line.height() // 2))
    for _ in range(20):  # a busy machine takes a moment
        if line.hasFocus():
            break
        pause(50)
    assert line.hasFocus(), f"{name_of(field)} did not take the focus"
    assert not line.isReadOnly(), f"{name_of(field)} cannot be written into"
    press_key(Qt.Key.Key_A, CTRL)
    if text:
        type_text(text)
    else:
        press_key(Qt.Key.Key_Delete)
    if end is not None:
        press_key(end)


def set_spin(spin: QAbstractSpinBox, value: float, end: Qt.Key = Qt.Key.Key_Tab) -> None:
    """Write a number into a spin box; Tab leaves it, as Return would press a dialog's OK."""
    type_into(spin, spin.textFromValue(value), end)
    assert abs(spin.value() - value) < 1e-9, f"{name_of(spin)} took {spin.value()} for {value}"


def choose(combo: QComboBox, wanted: Any) -> None:
    """Open a list with the mouse and pick an entry, by its data or its text, with the keys."""
    rows = [row for row in range(combo.count()) if wanted in (combo.itemData(row), combo.itemText(row))]
    assert rows, f"{wanted} is not in the list of {name_of(combo)}"
    option = QStyleOptionComboBox()
    option.initFrom(combo)  # a combo box that QGIS made does not let us ask for its own
    arrow = combo.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxArrow, combo
    )
    click_at(combo, arrow.center() if combo.isEditable() else None)
    popup = QApplication.activePopupWidget()
    assert popup is not None and popup.isAncestorOf(combo.view()), f"{name_of(combo)} shows no list"
    view = combo.view()
    for _ in range(combo.count() + 1):
        step = rows[0] - view.currentIndex().row()
        if step == 0:
            break
        press_key(Qt.Key.Key_Down if step > 0 else Qt.Key.Key_Up)
    press_key(Qt.Key.Key_Return)
    assert not view.isVisible(), f"the list of {name_of(combo)} did not close"

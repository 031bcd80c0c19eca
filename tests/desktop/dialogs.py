"""How a person uses a modal dialog: something opens it, it is answered by clicks and keys, and it is gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from person import make_active, name_of, pause, press_button, press_key, type_into
from qgis.PyQt.QtCore import QEventLoop, Qt, QTimer
from qgis.PyQt.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QToolButton,
    QWidget,
)

_SECONDS = 10
"""After which a message box is one that no step expects; they answer theirs at once."""


def in_dialog(opens: Callable[[], None], answer: Callable[[Any], None], kind: type = QDialog) -> None:
    """Do what opens a modal dialog, and use the dialog: `answer` must close it, as a person does."""
    answered: list[bool] = []
    faults: list[BaseException] = []
    timer, below = QTimer(), QApplication.activeModalWidget()

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or dialog is below or not dialog.isVisible():
            return  # a menu may come first
        timer.stop()
        answered.append(True)
        try:
            assert isinstance(dialog, kind), f"{name_of(dialog)} came"
            pause(100)
            make_active(dialog)
            answer(dialog)
            pause()
            assert not dialog.isVisible(), f"{name_of(dialog)} is still open"
        except BaseException as fault:  # told below, where it is not swallowed by Qt
            faults.append(fault)
            while (left := QApplication.activeModalWidget()) not in (None, below):
                left.reject() if isinstance(left, QDialog) else left.close()

    timer.timeout.connect(look)
    timer.start(30)
    before = QApplication.activeWindow()
    opens()
    for _ in range(100):
        if answered:
            break
        pause(50)  # a dialog that opens a moment later
    timer.stop()
    if faults:
        raise faults[0]
    assert answered, "no dialog came"
    if before is not None:
        make_active(before)


def press_in(dialog: QWidget, button: Any) -> None:
    """Press a standard button (`QDialogButtonBox.StandardButton`) of a dialog or message box."""
    for box in dialog.findChildren(QDialogButtonBox):
        if box.button(button) is not None:
            press_button(box.button(button))
            return
    raise AssertionError(f"{name_of(dialog)} has no such button")


def choose_file(opens: Callable[[], None], path: Any) -> None:
    """Do what opens a file dialog, write the path into it, and press Enter."""

    def write(dialog: Any) -> None:
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None and field.isVisible(), "this is no dialog of Qt's own"
        type_into(field, str(path))
        if dialog.isVisible():  # the first Enter closed the list of completions
            press_key(Qt.Key.Key_Return)

    in_dialog(opens, write, QFileDialog)


def run_in(dialog: Any, limit_s: int = 120) -> tuple[bool, dict[str, Any]]:
    """Press Run and wait for the end, which comes from a background task."""
    finished: list[tuple[bool, dict[str, Any]]] = []
    loop = QEventLoop()

    def on_finished(ok: bool, results: dict[str, Any]) -> None:
        finished.append((ok, results))
        loop.quit()

    dialog.algorithmFinished.connect(on_finished)
    QTimer.singleShot(limit_s * 1000, loop.quit)
    dialog.move(0, 0)  # no window manager sees to it that all of it is on the screen
    pause(200)
    press_button(dialog.runButton())
    if not finished:
        loop.exec()
    return finished[0]


def button_of(dialog: Any, label: str) -> Any:
    """The button of a source in a dialog of an algorithm."""
    wanted = f"{label}: choose files or a folder"
    return next(button for button in dialog.findChildren(QToolButton) if button.accessibleName() == wanted)


class Unanswered:
    """Closes message boxes that no step answers, which would hang the session, and keeps what they say.

    QGIS shows one for an exception of its own, for example.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.texts: list[str] = []
        self._seen: list[QWidget] = []
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(1000)

    def _look(self) -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox) or (self._seen and self._seen[-1] is not box):
            self._seen.clear()
        if isinstance(box, QMessageBox):
            self._seen.append(box)
            if len(self._seen) >= _SECONDS:
                self.texts.append(f"{box.windowTitle()}: {box.text()}")
                box.grab().save(str(self._folder / "unanswered.png"))
                box.reject()

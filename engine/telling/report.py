"""How a command tells its progress: JSON lines for QGIS, a bar and plain text for a person."""

from __future__ import annotations

import logging
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from typing import TextIO
from unicodedata import category

from ...inventory import messages
from ...inventory.errors import Cancelled
from ...inventory.secrets import scrub

log = logging.getLogger("rock_glacier_inventory")

BAR_WIDTH = 28
SECONDS_BETWEEN_UPDATES = 0.2
SECONDS_BETWEEN_LINES = 5.0


_NOT_SHOWN = ("Cc", "Cs", "Zl", "Zp")
"""Kinds of characters that are no letters: controls, halves of characters, ends of lines."""


def _line(text: str) -> str:
    """A text for people without secrets, on one line: a name of a file may hold a line end or worse."""
    return "".join(
        letter.encode("unicode_escape").decode() if category(letter) in _NOT_SHOWN else letter for letter in scrub(text)
    )


class Stop:
    """A stop that was asked for by a signal or by the death of the program that started us."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._at_once = False

    def ask(self, *_: object) -> None:
        """Ask for a stop; a signal handler, so it runs in the main thread."""
        self._event.set()
        if self._at_once:  # a library may swallow the error: then the next `check` raises it again
            raise Cancelled()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Inside the block a stop is raised where the main thread is, and not at the next `check`."""
        self.check()
        self._at_once = True
        try:
            yield
        finally:
            self._at_once = False
        self.check()

    def check(self) -> None:
        """Raise `Cancelled` where a stop was asked for."""
        if self._event.is_set():
            raise Cancelled()


class Report(ABC):
    """What a command says while it works. Whoever listens implements `say`; the rest follows from it."""

    stop: Stop | None = None
    """Where a stop is asked for; None where nobody does."""

    @abstractmethod
    def say(self, message: messages.Message) -> None:
        """Take a message; whoever listens may raise `Cancelled`."""

    def progress(self, fraction: float | None, message: str = "") -> None:
        """Tell how far the command is (0 to 1); raises `Cancelled` where a stop was asked for."""
        if self.stop is not None:
            self.stop.check()
        self.say(messages.Progress(fraction, message))

    def warning(self, message: str) -> None:
        """Tell what the person should know."""
        self.say(messages.Warning_(message))

    def stops_at_once(self) -> AbstractContextManager[None]:
        """A block in which a stop need not wait for the next `progress`.

        For long steps, such as loading torch, that hold nothing to tidy up.
        """
        return nullcontext() if self.stop is None else self.stop.at_once()


class JsonReport(Report):
    """One JSON object a line, for a program; with the number of the request, where it is one of several."""

    def __init__(self, stream: TextIO, stop: Stop | None = None, request: int | None = None) -> None:
        self._stream = stream
        self.stop = stop
        self._request = request
        self._next = 0.0
        self._last_message = ""
        self._is_alone = False

    def say(self, message: messages.Message) -> None:
        """Write a message; `Cancelled` where nobody reads any more."""
        if self._is_alone or (isinstance(message, messages.Progress) and not self._is_due(message)):
            return
        if isinstance(message, (messages.Progress, messages.Warning_, messages.Failure)):
            message = replace(message, message=scrub(message.message))
        try:
            self._stream.write(messages.encode(message, self._request) + "\n")
            self._stream.flush()
        except OSError as error:
            if self._request is not None:  # the warm engine ends
                raise
            self._is_alone = True
            raise Cancelled("Nobody reads what the engine says any more, so it has stopped.") from error

    def _is_due(self, progress: messages.Progress) -> bool:
        now = time.monotonic()
        if now < self._next and progress.message == self._last_message and progress.fraction not in (0, 1):
            return False
        self._next, self._last_message = now + SECONDS_BETWEEN_UPDATES, progress.message
        return True


class TextReport(Report):
    """A progress bar on a terminal, plain lines elsewhere.

    Where nobody reads them any more (a pipe into `head`, a window that was closed) the work goes on unheard.
    """

    def __init__(self, stream: TextIO | None = None, stop: Stop | None = None) -> None:
        self._stream = stream or sys.stderr
        self.stop = stop
        self._is_terminal = self._stream.isatty()
        self._next = 0.0
        self._last_message = ""
        self._bar_is_open = False
        self._is_alone = False

    def say(self, message: messages.Message) -> None:
        """Write a message; not what was found: the result tells how many, and the map is not here."""
        if isinstance(message, messages.Progress):
            self._show(message.fraction, message.message)
            self._last_message = message.message
        elif isinstance(message, messages.Warning_):
            self._write_line(f"Warning: {_line(message.message)}")
        elif isinstance(message, messages.Failure):
            self._write_line(_line(message.message))
        elif isinstance(message, messages.Result):
            for name, value in message.values.items():
                if value is not None and name != "table" and not isinstance(value, (dict, list)):
                    self._write_line(f"{name}: {value}")
            if "table" in message.values:
                self._write_line(message.values["table"])

    def _show(self, fraction: float | None, message: str) -> None:
        now = time.monotonic()
        if not self._is_terminal:
            if message and message != self._last_message and (now >= self._next or fraction is None):
                self._next = now + SECONDS_BETWEEN_LINES
                self._write_line(_line(message))
        elif fraction is None:
            self._write_line(_line(message))
        elif now >= self._next or fraction >= 1:
            self._next = now + SECONDS_BETWEEN_UPDATES
            done = round(fraction * BAR_WIDTH)
            bar = "█" * done + "·" * (BAR_WIDTH - done)
            self._write(f"\r{bar} {fraction:4.0%}  {_line(message)}\x1b[K")
            self._bar_is_open = True

    def _write_line(self, text: str) -> None:
        """Write a line below the bar, where there is one."""
        self._write(f"\n{text}\n" if self._bar_is_open else f"{text}\n")
        self._bar_is_open = False

    def _write(self, text: str) -> None:
        if self._is_alone:
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            self._is_alone = True


class SilentReport(Report):
    """For library use and tests: says nothing, keeps the warnings and what was found."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.founds: list[messages.Found] = []

    def say(self, message: messages.Message) -> None:
        """Keep it, if it is a warning or was found."""
        if isinstance(message, messages.Warning_):
            self.warnings.append(message.message)
        elif isinstance(message, messages.Found):
            self.founds.append(message)


class PartOf(Report):
    """A part of a larger report: its 0..1 is mapped to a piece of the whole."""

    def __init__(self, whole: Report, start: float = 0, end: float = 1) -> None:
        self._whole, self._start, self._end = whole, start, end
        self.stop = whole.stop

    def say(self, message: messages.Message) -> None:
        """Tell the whole."""
        if isinstance(message, messages.Progress) and message.fraction is not None:
            fraction = self._start + message.fraction * (self._end - self._start)
            message = replace(message, fraction=fraction)
        self._whole.say(message)

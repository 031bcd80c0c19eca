"""How a command tells its progress: JSON lines for QGIS, a bar and plain text for a person."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Protocol, TextIO
from unicodedata import category

from ...inventory import protocol
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
        letter.encode("unicode_escape").decode() if category(letter) in _NOT_SHOWN else letter
        for letter in scrub(text)
    )


class Report(Protocol):
    """What a command needs to say.

    `progress` raises `Cancelled` where a stop was asked for. Inside `stops_at_once` a stop need not wait
    for the next `progress`: for long steps, such as loading torch, that hold nothing to tidy up.
    """

    def progress(self, fraction: float | None, message: str = "") -> None: ...
    def warning(self, message: str) -> None: ...
    def found(self, found: protocol.Found) -> None: ...
    def stops_at_once(self) -> AbstractContextManager[None]: ...


class EndingReport(Report, Protocol):
    """A report that is also told how the command ended."""

    def result(self, values: dict[str, Any]) -> None: ...
    def failure(self, kind: str, message: str) -> None: ...


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


class JsonReport:
    """One JSON object a line, for a program; with the number of the request, where it is one of several."""

    def __init__(self, stream: TextIO, stop: Stop | None = None, request: int | None = None) -> None:
        self._stream = stream
        self._stop = stop or Stop()
        self._request = request
        self._next = 0.0
        self._last_message = ""
        self._is_alone = False

    def _send(self, message: protocol.Message) -> None:
        if self._is_alone:
            return
        try:
            self._stream.write(protocol.encode(message, self._request) + "\n")
            self._stream.flush()
        except OSError as error:
            if self._request is not None:  # the warm engine ends
                raise
            self._is_alone = True
            raise Cancelled("Nobody reads what the engine says any more, so it has stopped.") from error

    def progress(self, fraction: float | None, message: str = "") -> None:
        self._stop.check()
        now = time.monotonic()
        if now >= self._next or message != self._last_message or fraction in (0, 1):
            self._next, self._last_message = now + SECONDS_BETWEEN_UPDATES, message
            self._send(protocol.Progress(fraction, scrub(message)))

    def warning(self, message: str) -> None:
        self._send(protocol.Warning_(scrub(message)))

    def found(self, found: protocol.Found) -> None:
        self._send(found)

    def stops_at_once(self) -> AbstractContextManager[None]:
        return self._stop.at_once()

    def result(self, values: dict[str, Any]) -> None:
        self._send(protocol.Result(values))

    def failure(self, kind: str, message: str) -> None:
        self._send(protocol.Failure(kind, scrub(message)))


class TextReport:
    """A progress bar on a terminal, plain lines elsewhere.

    Where nobody reads them any more (a pipe into `head`, a window that was closed) the work goes on unheard.
    """

    def __init__(self, stream: TextIO | None = None, stop: Stop | None = None) -> None:
        self._stream = stream or sys.stderr
        self._stop = stop or Stop()
        self._is_terminal = self._stream.isatty()
        self._next = 0.0
        self._last_message = ""
        self._bar_is_open = False
        self._is_alone = False

    def _write(self, text: str) -> None:
        if self._is_alone:
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            self._is_alone = True

    def _close_bar(self) -> None:
        if self._bar_is_open:
            self._write("\n")
            self._bar_is_open = False

    def progress(self, fraction: float | None, message: str = "") -> None:
        self._stop.check()
        now = time.monotonic()
        if not self._is_terminal:
            if message and message != self._last_message and (now >= self._next or fraction is None):
                self._next = now + SECONDS_BETWEEN_LINES
                self._write(f"{_line(message)}\n")
        elif fraction is None:
            self._close_bar()
            self._write(f"{_line(message)}\n")
        elif now >= self._next or fraction >= 1:
            self._next = now + SECONDS_BETWEEN_UPDATES
            done = round(fraction * BAR_WIDTH)
            bar = "█" * done + "·" * (BAR_WIDTH - done)
            self._write(f"\r{bar} {fraction:4.0%}  {_line(message)}\x1b[K")
            self._bar_is_open = True
        self._last_message = message

    def warning(self, message: str) -> None:
        self._close_bar()
        self._write(f"Warning: {_line(message)}\n")

    def found(self, found: protocol.Found) -> None:
        """Nothing: the result tells how many, and the map is not here."""

    def stops_at_once(self) -> AbstractContextManager[None]:
        return self._stop.at_once()

    def result(self, values: dict[str, Any]) -> None:
        self._close_bar()
        for name, value in values.items():
            if value is not None and name != "table" and not isinstance(value, (dict, list)):
                self._write(f"{name}: {value}\n")
        if "table" in values:
            self._write(f"{values['table']}\n")

    def failure(self, kind: str, message: str) -> None:
        self._close_bar()
        self._write(f"{_line(message)}\n")


class SilentReport:
    """For library use and tests: says nothing, keeps the warnings and what was found."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.founds: list[protocol.Found] = []

    def progress(self, fraction: float | None, message: str = "") -> None:
        """Nothing to say."""

    def warning(self, message: str) -> None:
        self.warnings.append(message)

    def found(self, found: protocol.Found) -> None:
        self.founds.append(found)

    def stops_at_once(self) -> AbstractContextManager[None]:
        return nullcontext()


class PartOf:
    """A part of a larger report: its 0..1 is mapped to a piece of the whole."""

    def __init__(self, whole: Report, start: float, end: float) -> None:
        self._whole, self._start, self._end = whole, start, end

    def progress(self, fraction: float | None, message: str = "") -> None:
        if fraction is not None:
            fraction = self._start + fraction * (self._end - self._start)
        self._whole.progress(fraction, message)

    def warning(self, message: str) -> None:
        self._whole.warning(message)

    def found(self, found: protocol.Found) -> None:
        self._whole.found(found)

    def stops_at_once(self) -> AbstractContextManager[None]:
        return self._whole.stops_at_once()

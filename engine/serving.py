"""The warm engine: one process that runs command after command, as they are asked for on standard input.

Starting Python, numpy, rasterio and torch takes seconds, a few polygons' attributes take milliseconds. So
QGIS keeps one engine process and asks it by lines of JSON (see `inventory.messages`). Commands run one at
a time, in order, in the main thread, where signals arrive and torch is at home; a thread of its own reads
standard input, so that a stop is heard while a command runs.
"""

from __future__ import annotations

import _thread
import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from queue import SimpleQueue
from typing import Any, TextIO

from ..inventory import messages
from ..inventory.errors import Cancelled
from ..inventory.messages import FAULT, USAGE, CommandRequest, Failure, StopRequest
from ..inventory.version import VERSION
from .command_line import WrongUsage, parse, run_command
from .telling.report import JsonReport, Stop, log

if sys.platform == "win32":
    WAKE = signal.SIGBREAK
else:
    WAKE = signal.SIGUSR1
"""Told to the main thread by the reading thread: a stop was asked for."""

NEVER_SERVED = ("serve",)


class _End:
    """The last thing in the queue: no more requests will come."""


class _Unreadable:
    """A line that is no request."""


class Server:
    """Runs requests until the input ends or the process is told to end.

    Parameters
    ----------
    requests
        File descriptor that lines of JSON come from.
    answers
        Where the protocol is written, and nothing else.
    """

    def __init__(self, requests: int, answers: TextIO) -> None:
        self._requests, self._answers = requests, answers
        # `SimpleQueue`, because a signal handler may put into it while the main thread takes from it.
        self._queue: SimpleQueue[CommandRequest | _Unreadable | _End] = SimpleQueue()
        self._to_stop: set[int] = set()
        self._running: tuple[int, Stop] | None = None
        self._ending = False
        self.done = 0

    def run(self, warm_up: Callable[[], dict[str, Any]]) -> None:
        """Get warm, say so, and answer until the end.

        Raises
        ------
        BrokenPipeError
            Whoever asked is gone.
        """
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        signal.signal(WAKE, self._look_for_stop)
        threading.Thread(target=self._read, name="requests", daemon=True).start()
        self._say(messages.Ready({"version": VERSION, "process": os.getpid(), **warm_up()}))
        while not isinstance(asked := self._queue.get(), _End):
            self._answer(asked)

    def _say(self, message: messages.Message, request: int | None = None) -> None:
        self._answers.write(messages.encode(message, request) + "\n")
        self._answers.flush()

    def _read(self) -> None:
        """Read requests until the input ends; in a thread of its own."""
        for line in _lines_from(self._requests):
            if not line.strip():
                continue
            asked = messages.decode_asked(line.decode("utf-8", "replace"))
            if isinstance(asked, StopRequest):
                self._to_stop.add(asked.number)
                _thread.interrupt_main(WAKE)
            else:
                self._queue.put(_Unreadable() if asked is None else asked)
        self._queue.put(_End())

    def _look_for_stop(self, *_: object) -> None:
        """Signal handler, in the main thread: stop what runs, if that is what was meant."""
        if self._running is not None and self._running[0] in self._to_stop:
            self._running[1].ask()

    def _end(self, *_: object) -> None:
        """Signal handler: stop what runs, take back what waits, and end."""
        self._ending = True
        self._queue.put(_End())
        if self._running is not None:
            self._running[1].ask()

    def _answer(self, asked: CommandRequest | _Unreadable | _End) -> None:
        if not isinstance(asked, CommandRequest):
            text = 'A line was no request; {"id": 7, "arguments": ["models"]} is one.'
            self._say(Failure(USAGE, text))
            return
        stop = Stop()
        self._running = asked.number, stop
        report = JsonReport(self._answers, stop, asked.number)
        try:
            if self._ending or asked.number in self._to_stop:
                raise Cancelled("Stopped before it was begun; nothing was changed.")
            self._run(asked.arguments, report)
        except Cancelled as cancelled:  # also one that was raised between two steps of ours
            report.say(Failure(cancelled.kind, cancelled.message))
        finally:
            self._running = None
            self._to_stop.discard(asked.number)
            self.done += 1

    def _run(self, arguments: Sequence[str], report: JsonReport) -> None:
        if arguments and arguments[0] in NEVER_SERVED:
            report.say(Failure(USAGE, f"'{arguments[0]}' is no command for the warm engine."))
            return
        try:
            command, request = parse(arguments)
        except WrongUsage as wrong:
            report.say(Failure(USAGE, f"{wrong.parser.prog}: {wrong.message}"))
            return
        except SystemExit:
            report.say(Failure(USAGE, "Help is printed by the command line, not by the warm engine."))
            return
        began = time.monotonic()
        try:
            run_command(command, request, report, arguments)
        except SystemExit as ended:  # a library that wants to end the program
            log.exception("'%s' wanted to end the engine", arguments[0])
            report.say(Failure(FAULT, f"The command ended itself ({ended.code}); the log has more."))
        log.info("%s took %.2f s", arguments[0], time.monotonic() - began)


def _lines_from(descriptor: int) -> Iterator[bytes]:
    """Lines of a pipe. Not through `sys.stdin`: a thread that waits there locks it, and Python cannot end."""
    rest = b""
    while piece := os.read(descriptor, 65536):
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines
    if rest:
        yield rest


@contextlib.contextmanager
def own_output() -> Iterator[TextIO]:
    """Standard output for the protocol alone: what libraries print, also those in C, goes to the log."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    with (
        contextlib.suppress(BrokenPipeError),  # who asked is gone
        os.fdopen(kept, "w", encoding="ascii", newline="\n") as stream,
        contextlib.redirect_stdout(sys.stderr),
    ):
        yield stream

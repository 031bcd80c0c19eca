"""One engine command as a child process of QGIS: its messages become feedback, its end a result.

`QgsBlockingProcess` gives the child the environment of QGIS as it is. The command prefix (the plugin's
settings make it) therefore starts Python with ``-I``, and the engine drops the remaining variables of
QGIS before it imports its own libraries.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from qgis.core import Qgis, QgsBlockingProcess, QgsMessageLog, QgsProcessingException, QgsProcessingFeedback
from qgis.PyQt.QtCore import QByteArray, QProcess

from ...inventory import messages
from ...inventory.requests.option import JSON, Request, to_arguments
from ...inventory.secrets import scrub
from .translation import tr

LOG_TAG = "Rock glacier inventory"
LINES_KEPT = 200
"""Lines of the engine's log that are kept for the log panel when the engine fails."""


class Lines:
    """Cuts a stream of bytes into lines; a message may arrive in pieces."""

    def __init__(self, use: Callable[[str], None]) -> None:
        self._use = use
        self._rest = b""

    def feed(self, content: QByteArray) -> None:
        *lines, self._rest = (self._rest + bytes(content)).split(b"\n")
        for line in lines:
            self._use(line.decode("utf-8", "replace").rstrip("\r"))

    def end(self) -> None:
        if self._rest:
            self.feed(QByteArray(b"\n"))


class EngineRun:
    """What one run of the engine has said so far."""

    def __init__(self, feedback: QgsProcessingFeedback, already: float = 0, words: Callable[[str], str] = str) -> None:
        self._feedback, self._words = feedback, words
        self._already = already
        self._text = ""
        self.result: dict[str, Any] | None = None
        self.failure: messages.Failure | None = None
        self.log: deque[str] = deque(maxlen=LINES_KEPT)

    def on_output(self, line: str) -> None:
        """One line of standard output: a message, or something that a library printed."""
        message = messages.decode(line)
        if isinstance(message, messages.Progress):
            self._show_progress(message)
        elif isinstance(message, messages.Warning_):
            self._feedback.pushWarning(self._words(message.message))
        elif isinstance(message, messages.Result):
            self.result = message.values
        elif isinstance(message, messages.Failure):
            self.failure = messages.Failure(message.kind, self._words(message.message))
        elif line.strip():
            self.on_log(line)

    def _show_progress(self, message: messages.Progress) -> None:
        if message.fraction is not None:
            self._feedback.setProgress(self._already + (100 - self._already) * message.fraction)
        if message.message and message.message != self._text:
            self._text = message.message
            self._feedback.setProgressText(self._words(message.message))

    def on_log(self, line: str) -> None:
        """One line of standard error."""
        line = scrub(line)
        self.log.append(line)
        self._feedback.pushDebugInfo(line)

    def write_log(self) -> None:
        """Put the end of the engine's log where QGIS keeps logs."""
        if self.log:
            QgsMessageLog.logMessage("\n".join(self.log), LOG_TAG, Qgis.MessageLevel.Critical)


def run_engine(
    prefix: Sequence[str],
    request: Request,
    feedback: QgsProcessingFeedback,
    already: float = 0,
    words: Callable[[str], str] = str,
) -> dict[str, Any] | None:
    """Run one engine command to its end and return its result, or None where it was cancelled.

    `prefix` is the program and its first arguments (interpreter and plugin folder), `already` the percentage
    of the whole that was done before (QGIS's own feedback of several steps is not for the other thread that
    hears the engine), `words` puts the engine's sentences into those of a person in QGIS. Raises
    `QgsProcessingException` with one sentence where the command fails.
    """
    if feedback.isCanceled():
        return None
    program, *first = prefix
    arguments = [*first, *to_arguments(replace(request, progress=JSON))]
    feedback.pushCommandInfo(scrub(" ".join(_quoted(word) for word in [program, *arguments])))
    said = EngineRun(feedback, already, words)
    output, errors = Lines(said.on_output), Lines(said.on_log)
    process = QgsBlockingProcess(program, arguments)
    on_output, on_errors = output.feed, errors.feed  # QGIS 3.22 keeps no reference to what it is given
    process.setStdOutHandler(on_output)
    process.setStdErrHandler(on_errors)
    code = process.run(feedback)
    output.end()
    errors.end()
    if feedback.isCanceled():
        if said.failure:  # what a stop left, and how it goes on
            feedback.pushInfo(said.failure.message)
        return None
    if process.processError() == QProcess.ProcessError.FailedToStart:
        raise QgsProcessingException(start_sentence(program))
    if process.exitStatus() == QProcess.ExitStatus.NormalExit and code == messages.EXIT_DONE and said.result:
        return said.result
    raise QgsProcessingException(_sentence(said, code, process.exitStatus()))


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word else word


def _sentence(said: EngineRun, code: int, status: QProcess.ExitStatus) -> str:
    """Why a run failed, in one sentence; details that only a developer can use go to the log."""
    if said.failure and code == messages.EXIT_USER_ERROR:
        return said.failure.message
    said.write_log()
    where = log_sentence()
    if said.failure:
        return f"{said.failure.message} {where}"
    if status == QProcess.ExitStatus.CrashExit:
        return crash_sentence()
    if code == messages.EXIT_USAGE:
        return tr("The engine did not understand its options; plugin and engine do not fit together.") + f" {where}"
    return tr("The engine stopped with exit code {} and said nothing more.").format(code) + f" {where}"


def start_sentence(program: str) -> str:
    """What to say where the engine's Python does not start."""
    return tr("The engine's Python {} could not be started; choose another in the plugin's settings.").format(program)


def crash_sentence() -> str:
    """What to say where the engine's process is gone."""
    return tr("The engine was ended from outside or crashed (often: out of memory); no output is cut short.")


def log_sentence() -> str:
    """Where the details are."""
    return tr("The log panel ('{}') has the details.").format(LOG_TAG)

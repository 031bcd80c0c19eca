"""What a process of the engine needs before a command runs, and what a person is told where it is not there.

Whoever starts the engine may have closed its standard streams, use another encoding than UTF-8, have no
home, or use a Python without the engine's libraries. Standard library only.
"""

from __future__ import annotations

import errno
import io
import locale
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from traceback import walk_tb
from types import FrameType, ModuleType

from ..inventory.environment import (
    PLUGIN_FOLDER,
    engine_environment,
    find_engine_interpreter,
    interpreter_in,
    requirement_files,
)
from ..inventory.errors import UserError

OLDEST_PYTHON = (3, 11)
BUILDS_ENVIRONMENT = "environment"
"""The command that runs on any Python, because it makes the one that the others run on."""

_OURS = (__package__ or "").partition(".")[0]
_UTF8 = ("utf-8", "utf8")
_PLAIN = ("", "ascii", "us-ascii", "646", "ansi_x3.4-1968")
"""What the locale C calls its letters; Python writes UTF-8 there."""

_DISK_ERRORS = (
    errno.EIO,
    errno.EROFS,
    errno.EMFILE,
    errno.ENFILE,
    errno.EFBIG,
    errno.ENAMETOOLONG,
    errno.ELOOP,
    errno.ENODEV,
    errno.ENXIO,
    errno.ESTALE,
)
"""What the operating system says of a disk or a path, whichever of our steps it hits."""


def open_closed_streams() -> None:
    """Give standard input, output and error a place where they are closed.

    Else the next file that is opened gets their number, and what a library prints goes into it.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:  # the lowest free number is this one
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 (until the end)
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def takes_names_for_utf8() -> bool:
    """Whether Python reads file names as UTF-8, which is all that GDAL knows; not in every locale."""
    return os.name != "posix" or sys.getfilesystemencoding().lower() in _UTF8


def write_what_the_terminal_knows() -> None:
    """Text goes out in the terminal's own encoding, and what that has no letter for is spelled out."""
    encoding = "utf-8" if sys.platform == "win32" else None  # a pipe's: QGIS reads it as that, and not as cp1252
    if os.name == "posix" and sys.flags.utf8_mode:
        own = locale.nl_langinfo(locale.CODESET).lower()
        encoding = None if own in (*_UTF8, *_PLAIN) else own
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            as_it_is = sys.platform == "win32" and stream.isatty()
            stream.reconfigure(encoding=None if as_it_is else encoding, errors="backslashreplace")


def end_output() -> None:
    """Flush standard output; where nobody reads it any more, Python is not to complain of that at its end."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)


def check_python(command: str) -> None:
    """Raise `UserError` where this Python is too old for a command."""
    if sys.version_info < OLDEST_PYTHON and command != BUILDS_ENVIRONMENT:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        raise UserError(
            f"This Python ({sys.executable}) is {platform.python_version()}, and the engine needs {oldest} "
            f"or newer; {_how_to_run(oldest)}",
            "environment",
        )


def check_words(words: Sequence[str]) -> None:
    """Raise `UserError` where an option cannot be a name: with bytes that are not UTF-8, or a zero."""
    for word in words:
        if "\0" in word:
            raise UserError(f"'{word}' holds a zero character; no name of a file may hold one.")
        if not _is_text(word):
            raise UserError(_not_utf8(word))


def _is_text(word: str) -> bool:
    try:
        word.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _not_utf8(word: str) -> str:
    try:
        shown = os.fsencode(word).decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # half of a character, which is no file's name at all
        shown = word.encode("utf-8", "backslashreplace").decode("utf-8")
    return f"The name '{shown}' holds bytes that are not UTF-8, as GDAL and SQLite need it; give another name."


def check_temporary_folder() -> None:
    """Raise `FileNotFoundError` where there is none, before libraries stumble over it in their own ways."""
    tempfile.gettempdir()


def sentence_of(error: BaseException) -> tuple[str, str] | None:
    """Kind and sentence of an error that the place where the engine runs is the reason of, else None."""
    library = _library_that_fails(error)
    if library:
        return "environment", _without(library, error)
    if isinstance(error, UnicodeEncodeError) and not _is_text(error.object):
        return "input", _not_utf8(error.object)
    if isinstance(error, UnicodeDecodeError) and error.encoding == "utf-8":
        near = bytes(error.object)[max(error.start - 20, 0) : error.end + 20]
        shown = near.decode("utf-8", "backslashreplace")
        return "input", (
            f"A file that was read holds text that is not UTF-8 ('{shown}'); "
            "it is damaged or was written in another encoding, copy or download it again."
        )
    if isinstance(error, FileNotFoundError) and error.filename is None and "temporary" in str(error):
        return "output", (
            "No folder for temporary files can be written; make room there, or set TMPDIR to one that can."
        )
    if isinstance(error, OSError) and error.errno in _DISK_ERRORS:
        what = "A file" if error.filename is None else str(error.filename)
        return ("output", f"{what} could not be read or written ({error.strerror}); check its name and disk.")
    return None


def _library_that_fails(error: BaseException) -> str:
    """Name of the library that is not there, cannot be loaded, or is not of the version that we need."""
    if isinstance(error, ModuleNotFoundError) and error.name and not _is_ours(error.name):
        return error.name.partition(".")[0]
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    ours = [place for place, frame in enumerate(frames) if _is_ours(_module_of(frame))]
    beyond = frames[ours[-1] + 1 :] if ours else []
    if any(frame.f_code.co_name == "<module>" for frame in beyond):  # it stopped while it was imported
        return next(_module_of(frame) for frame in beyond if not _is_import(frame)).partition(".")[0]
    if isinstance(error, ImportError) and error.name and not _is_ours(error.name):
        return error.name.partition(".")[0]
    owner = getattr(error, "obj", None)
    if isinstance(error, AttributeError) and isinstance(owner, ModuleType) and not _is_ours(owner.__name__):
        library = owner.__name__.partition(".")[0]
        return library if _versions(library) else ""
    return ""


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == _OURS


def _module_of(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _is_import(frame: FrameType) -> bool:
    return frame.f_code.co_filename.startswith("<frozen importlib") or _module_of(frame) == "importlib"


def _versions(library: str) -> tuple[str, str] | None:
    """The version of a library that is there and the one that is pinned, where they are not the same."""
    from importlib import metadata  # takes a while, and only errors need it

    for line in "\n".join(path.read_text("utf-8") for path in requirement_files()).splitlines():
        name, _, pinned = line.partition("#")[0].partition(";")[0].partition("==")
        if pinned and name.strip().lower().replace("-", "_") == library.lower():
            try:
                present = metadata.version(library)
            except metadata.PackageNotFoundError:
                return None
            return None if present == pinned.strip() else (present, pinned.strip())
    return None


def _without(library: str, error: BaseException) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name == library:
        what = f"has no {library}, which the engine needs"
    elif versions := _versions(library):
        what = f"has {library} {versions[0]}, and the engine needs {versions[1]}"
    else:
        cause = " ".join(str(error).split())[:200] or type(error).__name__
        what = f"cannot load {library} ({cause})"
    return f"This Python ({sys.executable}) {what}; {_how_to_run()}"


def _how_to_run(oldest: str = "") -> str:
    """What to do where this Python cannot run a command; the second half of a sentence."""
    build = f'{_newer_python() if oldest else sys.executable} "{PLUGIN_FOLDER}" {BUILDS_ENVIRONMENT} --create'
    found = find_engine_interpreter()
    if found is None:
        by = f" by Python {oldest} or newer" if oldest else ""
        return f"build the engine's own Python once{by} with '{build}'{_and_then()}"
    environment = found.parent.parent
    if Path(sys.prefix).resolve() == environment.resolve():
        return f"remove the folder {environment.resolve()} and build the engine's own Python anew: {build}"
    return f"run the command with the engine's own Python, {found}, which '{build}' builds."


def _newer_python() -> str:
    return "py -3" if sys.platform == "win32" else "python3"


def _and_then() -> str:
    try:
        return f", and run the command with {interpreter_in(engine_environment())}."
    except UserError as error:  # no home
        return f". {error.message}"

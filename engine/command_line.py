"""The engine's command line: finds the command, runs it, turns its end into an exit code."""

from __future__ import annotations

import argparse
import errno
import gc
import importlib
import inspect
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from keyword import iskeyword
from typing import Any, NoReturn

from ..inventory.errors import UserError
from ..inventory.messages import EXIT_DONE, EXIT_FAULT, EXIT_USER_ERROR, FAULT, Failure, Result
from ..inventory.naming.source_names import joined, names_in
from ..inventory.requests import REQUESTS
from ..inventory.requests.option import JSON, Option, R, Request, options_of
from ..inventory.secrets import scrub
from . import starting_up
from .library_failures import library_failure
from .telling.report import JsonReport, Report, Stop, TextReport, log

COMMANDS = {
    "create": "make a new, empty inventory",
    "migrate": "bring an inventory of an older version up to date",
    "import": "outlines of any polygon layer -> rock glaciers or candidates of an inventory",
    "export": "an inventory -> the files of another community: TPRoGI, RGIK, the global inventory",
    "check": "an inventory or a published file -> what breaks schema and guidelines, as a list and as layers",
    "publish": "an inventory -> a folder for an archive: data, metadata, model cards, checksums, what changed",
    "detect": "image -> candidate polygons (and a probability raster)",
    "polygonize": "probability raster -> candidate polygons",
    "levels": "outlines of a candidate, or around a place, at every level of the probability that was kept",
    "training-data": "inventories + imagery -> patches with labels, to train a model on",
    "plan": "training data -> what is found in them, and what is proposed because of it",
    "train": "training data -> a model: a card with its weights",
    "improve": "a model and a corrected inventory -> a better model, compared on ground that neither has seen",
    "attributes": "fill the computed attributes of an inventory",
    "flag-glaciers": "fill the share of each candidate that lies inside glacier outlines",
    "solar-radiation": "potential incoming solar radiation of a DEM, as a raster",
    "units": "an inventory and a DEM -> units of rock glacier systems, proposed as layers",
    "sources": "say what files or folders are, before anything is computed from them",
    "evaluate": "precision, recall, F1 and IoU against reference outlines",
    "report": "a page, a PDF and tables of an inventory: figures, what was done, methods, limits",
    "sample": "draw what reviewers judge: primary markers, or windows of ground where something may be missed",
    "agreement": "how well reviewers agree, precision and completeness of the inventory, with intervals",
    "grid-statistics": "an inventory -> cells of equal area: how many, how large, how low, how steep, facing where",
    "summarise": "an inventory -> tables, whole, by subregion and by other classes",
    "compare": "an inventory beside others of the same ground: what both have, and what one has alone",
    "simulate": "write the embedded sample: a simulated alpine scene with its truth",
    "models": "list the model cards and check their weights",
    "overview": "a picture of a scene with outlines on it",
    "environment": "build the engine's Python environment, or say where it is",
    "serve": "stay warm and run commands as they are asked for on standard input",
}
"""Command -> its work. Each is a function of its name in `commands/`, in the file called as its request's.

In that name - is _; a word of Python's own has an underscore behind.
"""

Command = Callable[[Any, Report], "dict[str, Any]"]
"""From what is asked for, a request of its kind, to what a program is told of the result."""

# QGIS, OSGeo4W and conda point these at their own libraries; rasterio and torch bring theirs.
FOREIGN_VARIABLES = ("PYTHONHOME", "PYTHONPATH", "PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "GDAL_DRIVER_PATH")
LOADER_VARIABLES = ("LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES")


def _overview() -> str:
    width = max(map(len, COMMANDS)) + 2
    lines = [f"  {name:<{width}}{purpose}" for name, purpose in COMMANDS.items()]
    return "commands:\n" + "\n".join(lines) + "\n\n'COMMAND --help' lists the options of one."


class WrongUsage(Exception):
    """The options make no sense; `parser` can tell which there are."""

    def __init__(self, parser: argparse.ArgumentParser, message: str) -> None:
        super().__init__(message)
        self.parser, self.message = parser, message


class _Parser(argparse.ArgumentParser):
    """One whose errors do not end the process: the warm engine goes on."""

    def error(self, message: str) -> NoReturn:
        raise WrongUsage(self, message)

    def _print_message(self, message: str, file: Any = None) -> None:
        with suppress(OSError):  # nobody reads the help any more
            super()._print_message(message, file)


def parse(arguments: Sequence[str]) -> tuple[Command, Request]:
    """Find the command, and read what is asked of it.

    Raises
    ------
    WrongUsage
        No such command, or options that it does not have.
    SystemExit
        After ``--help`` was printed.
    """
    top = _Parser(
        prog="rock_glacier_inventory",
        epilog=_overview(),
        usage="%(prog)s COMMAND [options]",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    name = top.parse_args(arguments[:1]).command
    request = REQUESTS[name]
    module = importlib.import_module(f".commands.{request.__module__.rpartition('.')[2]}", __package__)
    command = getattr(module, f"{name}_" if iskeyword(name) else name.replace("-", "_"))
    parser = _Parser(
        prog=f"rock_glacier_inventory {name}",
        description=inspect.getdoc(command),
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_options(parser, request)
    return command, request_in(parser.parse_args(arguments[1:]), request)


def _listen_for_stop(stop: Stop, watch_parent: bool) -> None:
    signal.signal(signal.SIGTERM, stop.ask)
    signal.signal(signal.SIGINT, stop.ask)
    if watch_parent:
        from .parent import watch_parent_process

        watch_parent_process()


def _message_of(error: BaseException, request: Request) -> tuple[str, str] | None:
    """Kind and sentence of an error that a person can mend, or None for a fault of ours.

    What a file says of itself may stand in it, and a damaged one says line breaks.
    """
    told = _told(error, request)
    return told and (told[0], "".join(letter if letter.isprintable() else " " for letter in told[1]))


def _told(error: BaseException, request: Request) -> tuple[str, str] | None:
    if isinstance(error, UserError):
        return error.kind, error.message
    if type(error).__name__ == "ModelError":  # `models` knows nothing of `inventory`
        return "model", str(error)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        where = f" at {error.filename}" if error.filename else ""
        return "output", f"The disk is full{where}; free some space or choose another output folder."
    if isinstance(error, PermissionError):
        return "output", f"No permission to write or read {error.filename}; choose another folder."
    told = starting_up.sentence_of(error)
    if told is None:
        told = library_failure(error, [getattr(request, each.name) for each in options_of(type(request))])
        if told is not None:
            log.info("what the library said", exc_info=error)
    return told


def _shed_foreign_libraries() -> None:
    """Drop what QGIS, OSGeo4W or conda set for their own libraries, before rasterio or torch load theirs."""
    for name in FOREIGN_VARIABLES:
        os.environ.pop(name, None)
    loader_paths = [name for name in LOADER_VARIABLES if os.environ.pop(name, None)]
    encoding = [] if starting_up.takes_names_for_utf8() else ["-X", "utf8"]
    if (loader_paths or encoding) and os.name == "posix" and sys.version_info >= (3, 10):
        # The dynamic loader read them when this process began, and so did Python how file names are
        # written: only a new start forgets them. The process keeps its number, so whoever started it
        # can still stop it.
        os.execve(sys.executable, [sys.executable, *encoding, *sys.orig_argv[1:]], os.environ)


class _ScrubbedLines(logging.Formatter):
    """Log lines and tracebacks without keys and passwords."""

    def format(self, record: logging.LogRecord) -> str:
        return scrub(super().format(record))


def _begin_log(quiet: bool) -> None:
    """Log on standard error; a person sees warnings through the report, the rest is for QGIS's log panel."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_ScrubbedLines("%(levelname)s %(name)s: %(message)s"))
    logging.raiseExceptions = False  # where nobody reads the log any more, the work goes on
    logging.basicConfig(level=logging.WARNING if quiet else logging.INFO, handlers=[handler])
    for library in ("pyogrio", "rasterio"):  # they tell each file they write
        logging.getLogger(library).setLevel(logging.WARNING)


def console() -> None:
    """Entry point of the installed package."""
    sys.exit(main())


def run_command(command: Command, request: Request, report: Report, arguments: Sequence[str]) -> int:
    """Run a parsed command, tell the report how it ended, and return the exit code.

    `arguments` are named in the log where the command stops on a fault of ours.
    """
    try:
        starting_up.check_words(arguments)
        report.say(Result(command(request, report)))
    except Exception as error:
        message = _message_of(error, request)
        if message is None:
            log.exception("fault in '%s'", scrub(" ".join(arguments)))
            text = f"The engine stopped on a fault of its own ({type(error).__name__}); the log has more."
            report.say(Failure(FAULT, text))
            return EXIT_FAULT
        report.say(Failure(*message))
        return EXIT_USER_ERROR
    return EXIT_DONE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the process's exit code."""
    # What is loaded stays: Python's 700 have it looked through again and again, a seventh of the time PyTorch takes.
    gc.set_threshold(10_000)
    starting_up.open_closed_streams()
    _shed_foreign_libraries()
    starting_up.write_what_the_terminal_knows()
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    finally:
        starting_up.end_output()
        gc.disable()  # else Python looks through all that was loaded, to the process's very end
        gc.freeze()


def _run(words: list[str]) -> int:
    try:
        command, request = parse(words)
    except WrongUsage as wrong:
        argparse.ArgumentParser.error(wrong.parser, wrong.message)  # usage, and exit code 2
    as_json = request.progress == JSON
    _begin_log(quiet=not as_json)
    stop = Stop()
    report = JsonReport(sys.stdout, stop) if as_json else TextReport(sys.stderr, stop)
    try:
        starting_up.check_python(words[0])
        _listen_for_stop(stop, watch_parent=as_json)
    except (UserError, ImportError) as error:
        report.say(Failure(*_message_of(error, request) or (FAULT, str(error))))
        return EXIT_USER_ERROR
    return run_command(command, request, report, words)


def add_options(parser: argparse.ArgumentParser, request: type[Request]) -> None:
    """Add the options of a request, group by group."""
    groups: dict[str, argparse._ActionsContainer] = {}
    for option in options_of(request):
        if option.group not in groups:
            title = request.GROUPS.get(option.group)
            groups[option.group] = parser if title is None else parser.add_argument_group(title)
        default = [] if option.repeated else option.default
        settings: dict[str, Any] = {"dest": option.name, "default": default, "required": option.required}
        if option.kind is bool:
            settings["action"] = "store_true"
        else:
            action = "append" if option.repeated or option.several else "store"
            choices = option.choices or None
            settings |= {"action": action, "type": option.kind, "choices": choices, "metavar": option.metavar}
            settings |= {"nargs": "?", "const": option.alone} if option.alone else {}
        words = argparse.SUPPRESS if option.hidden else option.help or None
        groups[option.group].add_argument(option.flag, help=words, **settings)


def request_in(options: argparse.Namespace, request: type[R]) -> R:
    """The request that a command line made."""
    values = {option.name: getattr(options, option.name) for option in options_of(request)}
    lists: dict[str, Any] = {name: tuple(each) for name, each in values.items() if isinstance(each, list)}
    for option in options_of(request):
        if option.several and option.name in lists:
            lists[option.name] = _one_text(option, lists[option.name])
    return request(**{**values, **lists})


def _one_text(option: Option, given: Sequence[Any]) -> Any:
    """What was given one after the other, as the one text that stands for all of it."""
    return given[0] if len(given) == 1 else option.kind(joined(name for each in given for name in names_in(each)))

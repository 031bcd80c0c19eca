"""The engine's command line: finds the command, runs it, turns its end into an exit code."""

from __future__ import annotations

import argparse
import errno
import importlib
import logging
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any

from ..inventory.errors import UserError
from ..inventory.protocol import EXIT_DONE, EXIT_FAULT, EXIT_USER_ERROR
from ..inventory.secrets import scrub
from .report import JsonReport, Stop, TextReport, log

COMMANDS = {
    "create": "make a new, empty inventory",
    "migrate": "bring an inventory of an older version up to date",
    "detect": "image -> candidate polygons (and a probability raster)",
    "polygonize": "probability raster -> candidate polygons",
    "attributes": "fill the computed attributes of an inventory",
    "evaluate": "precision, recall, F1 and IoU against reference outlines",
    "simulate": "write the embedded sample: a simulated alpine scene with its truth",
    "models": "list the model cards and check their weights",
    "overview": "a picture of a scene with outlines on it",
    "environment": "build the engine's Python environment, or say where it is",
}
"""Command -> what it does. Each is a module of the same name in `commands/`, imported only when asked for."""

# QGIS, OSGeo4W and conda point these at their own libraries; rasterio and torch bring theirs.
FOREIGN_VARIABLES = ("PYTHONHOME", "PYTHONPATH", "PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "GDAL_DRIVER_PATH")
LOADER_VARIABLES = ("LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES")


def _overview() -> str:
    width = max(map(len, COMMANDS)) + 2
    lines = [f"  {name:<{width}}{purpose}" for name, purpose in COMMANDS.items()]
    return "commands:\n" + "\n".join(lines) + "\n\n'COMMAND --help' lists the options of one."


def _parse(arguments: Sequence[str]) -> tuple[Any, argparse.Namespace]:
    """Find the command's module and let it read its options (exits with 2 on wrong usage)."""
    top = argparse.ArgumentParser(
        prog="rock_glacier_inventory", epilog=_overview(), usage="%(prog)s COMMAND [options]",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    top.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    name = top.parse_args(arguments[:1]).command
    command = importlib.import_module(f".commands.{name}", __package__)
    parser = argparse.ArgumentParser(
        prog=f"rock_glacier_inventory {name}", description=command.__doc__, allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    command.add_options(parser)
    parser.add_argument(
        "--progress", choices=("text", "json"), default="text",
        help="text for a person (default), json for a program: one JSON object a line",
    )  # fmt: skip
    return command, parser.parse_args(arguments[1:])


def _listen_for_stop(watch_parent: bool) -> Stop:
    stop = Stop()
    signal.signal(signal.SIGTERM, stop.ask)
    signal.signal(signal.SIGINT, stop.ask)
    if watch_parent:
        from .parent import watch_parent_process

        watch_parent_process()
    return stop


def _message_of(error: BaseException) -> tuple[str, str] | None:
    """Kind and sentence of an error that a person can mend, or None for a fault of ours."""
    if isinstance(error, UserError):
        return error.kind, error.message
    if type(error).__name__ == "ModelError":  # `models` knows nothing of `inventory`
        return "model", str(error)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        where = f" at {error.filename}" if error.filename else ""
        return "output", f"The disk is full{where}; free some space or choose another output folder."
    if isinstance(error, PermissionError):
        return "output", f"No permission to write or read {error.filename}; choose another folder."
    return None


def _shed_foreign_libraries() -> None:
    """Drop what QGIS, OSGeo4W or conda set for their own libraries, before rasterio or torch load theirs."""
    for name in FOREIGN_VARIABLES:
        os.environ.pop(name, None)
    loader_paths = [name for name in LOADER_VARIABLES if os.environ.pop(name, None)]
    if loader_paths and os.name == "posix":
        # The dynamic loader read them when this process began: only a new start forgets them. The
        # process keeps its number, so whoever started it can still stop it.
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], os.environ)


def console() -> None:
    """Entry point of the installed package."""
    sys.exit(main())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the process's exit code."""
    _shed_foreign_libraries()
    command, options = _parse(list(sys.argv[1:] if arguments is None else arguments))
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    for library in ("pyogrio", "rasterio"):  # they tell each file they write
        logging.getLogger(library).setLevel(logging.WARNING)
    as_json = options.progress == "json"
    if not as_json:  # a person sees warnings through the report; the log's details are for QGIS's log panel
        logging.getLogger().setLevel(logging.WARNING)
    stop = _listen_for_stop(watch_parent=as_json)
    report = JsonReport(sys.stdout, stop) if as_json else TextReport(sys.stderr, stop)
    try:
        values = command.run(options, report)
    except Exception as error:
        message = _message_of(error)
        if message is None:
            log.exception("fault in '%s'", scrub(" ".join(sys.argv[1:])))
            report.failure(
                "fault",
                f"The engine stopped on a fault of its own ({type(error).__name__}); the log has more.",
            )
            return EXIT_FAULT
        report.failure(*message)
        return EXIT_USER_ERROR
    report.result(values)
    return EXIT_DONE

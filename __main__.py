"""The engine's command line: ``python -m rock_glacier_inventory COMMAND`` or ``python FOLDER COMMAND``."""

# Written so that every Python can read it, also a 2.7 or 3.6, and can say what is needed in a sentence.
import sys

PACKAGE = "rock_glacier_inventory"
OLDEST = (3, 9)  # what our own files are written for; what the commands need `engine` says


def _load_package():  # no annotations: see above
    """Import the folder this file is in as a package, whatever the folder is called; its name."""
    if __package__:
        return __package__
    import importlib.util
    from pathlib import Path

    folder = Path(__file__).resolve().parent
    # Python put the folder itself on the path, where `inventory` or `models` would hide other packages.
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != folder]
    spec = importlib.util.spec_from_file_location(
        PACKAGE, str(folder / "__init__.py"), submodule_search_locations=[str(folder)]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = module
    spec.loader.exec_module(module)
    return PACKAGE


def _refuse():
    """Say that this Python is too old, as a line of JSON where a program asks."""
    import os

    here = __file__.replace(os.sep, "/").rpartition("/")[0] or "."
    python = "py -3" if sys.platform == "win32" else "python3"
    told = (
        "This Python (" + sys.executable + ") is " + sys.version.split()[0] + ", and the engine needs 3.11 "
        "or newer; build the engine's own Python once with a newer one: " + python + ' "' + here + '" environment '
        "--create, and run the command with that."
    )
    if "json" in sys.argv or "--progress=json" in sys.argv:
        import json

        sys.stdout.write(json.dumps({"error": {"kind": "environment", "message": told}}) + "\n")
    else:
        sys.stderr.write(told + "\n")
    return 1


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        sys.exit(_refuse())
    import importlib

    command_line = importlib.import_module(_load_package() + ".engine.command_line")
    sys.exit(command_line.main())

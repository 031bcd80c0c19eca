"""A function that Dask can send to a worker that has never heard of this program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = (__package__ or "").split(".")[0]


def remote() -> Callable[..., Any]:
    """`worker.do` of the same program on the worker's machine.

    Dask sends a function that is made inside another as its code, and any other by its name. The program is
    taken from the folder it has here, where that exists there too (this computer, a shared disk), else from
    the worker's own installation.
    """
    root, package = str(ROOT), PACKAGE

    def run_there(what: str, *arguments: Any) -> Any:
        import importlib
        import importlib.util
        import pathlib
        import sys
        import threading

        # Tasks of one process begin side by side, and only one may load. Each brings its own copy of this
        # code, so the lock lies where all find it.
        with vars(threading).setdefault("_rock_glacier_lock", threading.RLock()):
            start = pathlib.Path(root, "__init__.py")
            if package not in sys.modules and start.exists():
                spec = importlib.util.spec_from_file_location(package, start, submodule_search_locations=[root])
                if spec is None or spec.loader is None:
                    raise ImportError(f"{start} cannot be loaded")
                module = importlib.util.module_from_spec(spec)
                sys.modules[package] = module
                spec.loader.exec_module(module)
            worker = importlib.import_module(f"{package}.engine.cluster.worker")
        return worker.do(what, *arguments)

    return run_there

"""The engine's command line: ``python -m rock_glacier_inventory COMMAND`` or ``python FOLDER COMMAND``."""

import importlib.util
import sys
from pathlib import Path

PACKAGE = "rock_glacier_inventory"


def _load_package() -> str:
    """Import the folder this file is in as a package, whatever the folder is called."""
    if __package__:
        return __package__
    folder = Path(__file__).resolve().parent
    # Python put the folder itself on the path, where `inventory` or `models` would hide other packages.
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != folder]
    spec = importlib.util.spec_from_file_location(
        PACKAGE, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = module
    spec.loader.exec_module(module)
    return PACKAGE


if __name__ == "__main__":
    command_line = importlib.import_module(f"{_load_package()}.engine.command_line")
    sys.exit(command_line.main())

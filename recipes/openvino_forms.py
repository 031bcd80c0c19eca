"""OpenVINO's form of each shipped card, beside it: the Light engine runs no other. Run after a card was trained anew.

Run: .venv/engine/bin/python recipes/openvino_forms.py (a few seconds a card)

Weights and card stay what they are, but for the card's key `openvino`.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from _package import load_package

load_package()


def main() -> None:
    """Write the form of each card in a folder, and say how large it is."""
    from rock_glacier_inventory.models.networks.network import load_network
    from rock_glacier_inventory.models.networks.registry import SHIPPED, list_cards, save_card
    from rock_glacier_inventory.models.prediction.openvino_conversion import write_openvino

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, default=SHIPPED, help="folder of cards (default: %(default)s)")
    folder = options.parse_args().folder
    for card in list_cards(folder):
        if card.path is None or card.path.parent != folder:
            continue
        form = write_openvino(card, load_network(card), folder)
        save_card(dataclasses.replace(card, openvino=form))
        files = [folder / form[name] for name in ("network", "weights")]
        sizes = ", ".join(f"{path.name} {path.stat().st_size / 1e3:.0f} kB" for path in files)
        print(f"{card.name}: {sizes}")


if __name__ == "__main__":
    main()

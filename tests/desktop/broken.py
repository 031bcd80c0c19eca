"""Makes of an inventory with candidates one that breaks rules of the check, beside what is open in it.

Run by the engine's Python, for the words UNIT-TESTS INVENTORY.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

if __name__ == "__main__":
    unit, inventory = Path(sys.argv[1]), Path(sys.argv[2])
    sys.path[:0] = [str(unit), str(unit.parents[1] / ".venv" / "src")]

from rock_glacier_inventory.store.geopackage.geometry import register_functions
from unfinished import main as unfinish

SPOILT = (
    "UPDATE rock_glaciers SET MAAT = 270.0, MAGT = -1.5 WHERE fid = 3",
    "UPDATE rock_glaciers SET RGS_ID = 'group 7' WHERE fid = 4",
)


def main(path: Path) -> None:
    """What `unfinished` leaves, and what another tool has written: kelvin, and a system of no form."""
    unfinish(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        register_functions(connection)
        connection.execute("INSERT INTO inventory_info (KEY, VALUE) VALUES ('writing', '1')")
        for statement in SPOILT:
            connection.execute(statement)
        connection.execute("DELETE FROM inventory_info WHERE KEY = 'writing'")


if __name__ == "__main__":
    main(inventory)

"""50 000 rock glaciers published in two dialects, and once more with what changed: seconds and memory.

``python benchmarks/publication.py [COUNT]``.
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import closing
from pathlib import Path

from exchange import COUNT, prepare, told
from measure import ENGINE, measure, row
from rock_glacier_inventory.inventory.schema import ROCK_GLACIERS
from rock_glacier_inventory.store.opening import open_store

REACH = "<= 60 s, <= 1 GB"


def main() -> None:
    """Publish, change a tenth, and publish again."""
    count = int(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdigit() else COUNT
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = prepare(folder, count)
        words = (
            "--inventory",
            path,
            "--dialect",
            "tprogi,rgik-released",
            "--open",
            "include",
            "--creator",
            "Ann Mapper",
        )
        first = measure([*ENGINE, "publish", *words, "--output", folder / "1.0"])
        row(f"publication of {count} rock glaciers in two dialects", REACH, told(first))
        with closing(open_store(path)) as store:
            rows = [(4711.5, fid) for fid, *_ in store.rows(ROCK_GLACIERS, ()) if fid % 10 == 0]
            with store.fill(ROCK_GLACIERS) as filling:
                filling.update_many(ROCK_GLACIERS, ["ELE_MEAN"], rows)
        more = ("--version", "1.1", "--previous", folder / "1.0", "--output", folder / "1.1")
        again = measure([*ENGINE, "publish", *words, *more])
        row(f"the same compared with the last one, {len(rows)} changed", REACH, told(again))


if __name__ == "__main__":
    main()

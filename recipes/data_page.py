"""The page of the documentation that lists the known data products, made from their table.

Run: .venv/engine/bin/python recipes/data_page.py
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent))

from _package import ROOT, load_package

load_package()

if TYPE_CHECKING:
    from rock_glacier_inventory.inventory.products.product import Product

PAGE = ROOT / "docs" / "user" / "data.md"
HEAD = """# Data

Where elevation, climate, permafrost and glaciers come from: the products that are known here, what each is for, how
large it is, its licence and how it is cited, and what is done when it is read. Give the files as they were
downloaded: a folder, a pattern, an archive ([Files that can be read](files.md)).

## What is in this folder?

Before anything is computed, the tool *Look at sources* (and the command `sources`) says of files and folders what
they are: the product, the period, what is missing, the grid, the unit, a value at a place, and how many outlines of
an inventory lie on them. It computes nothing and writes nothing.

    PYTHON FOLDER-OF-THE-PLUGIN sources --input "FLDAS;NASADEM" --inventory tibet.gpkg

## How a product is known

By what its files hold: names of variables, dimensions, attributes, the size of the cells, the coordinate system. A
file's name is a hint and no more: one that is called like a product and does not show what that shows is told, and
read by what it tells of itself. What a file says of itself always decides: where its unit is another than its
product's, that is told, and the file's is taken; where it says none, its product's is. What was recognised stands in
the record of the run (`runs`), for the report.

So that a folder of FLDAS needs no variable named for air temperature, and one that holds FLDAS beside IMERG gives
each attribute the right files. Two products that hold the same quantity in one folder are not chosen between: a
sentence names them.

## A product of your own

Write it into a text file that ends in `.product.json`, and put that beside the data (or into the folder that the
environment variable `ROCK_GLACIER_PRODUCTS` names). It comes before the table:

```json
{
  "name": "Our stations",
  "title": "Air temperature of our stations, interpolated to 1 km",
  "serves": {"maat": {"variable": "t_air", "unit": "K", "meant": "mean of the month"}},
  "signs": [{"variables": ["t_air"], "cell": 0.01}],
  "licence": "CC BY 4.0",
  "citation": "Ours et al. (2026)"
}
```
"""
SIGNS = """
`serves` tells for which option the product is (PURPOSES), and its variable (empty where there is only one) and unit.
Any of `signs` is enough to know it; all that one sign names must be there: `variables`, `dimensions`, `order` (of a
variable's last dimensions), `fields` (of outlines), `units` and `attributes` (name and regular expression), `cell`
and `high` (width and height of a cell), `crs` (`EPSG:4326`), `type` (`float32`), `step` (`hour` or `month`), `name`
and `packed` (regular expressions of the file's and its archive's name).
"""
GROUPS = {
    "Elevation": ("dem",),
    "Air temperature and precipitation": ("maat", "precipitation"),
    "Ground temperature and permafrost": ("magt", "permafrost", "pzi"),
    "Glaciers and subregions": ("glaciers", "subregions"),
}
UNKNOWN = "not known here: see where it comes from"


def _rows(product: Product) -> list[str]:
    from rock_glacier_inventory.engine.products.kinds import WORDS

    lines = [f"### {product.title}", ""]
    for purpose, what in product.serves.items():
        inside = ", ".join(part for part in (what.variable and f"`{what.variable}`", what.unit, what.meant) if part)
        lines.append(f"- **For {WORDS[purpose]}** (`--{purpose}`): {inside}.")
    rows = {
        "Period": product.period or "not known here",
        "Resolution": product.resolution,
        "Size": product.size or "not known here",
        "Licence": product.licence or UNKNOWN,
        "Cite": product.citation or UNKNOWN,
        "From": f"<{product.address}>" if product.address else "",
        "How this was verified": product.certain,
    }
    return [*lines, *(f"- {key}: {text}{_stop(text)}" for key, text in rows.items() if text), ""]


def _stop(text: str) -> str:
    return "" if text.endswith((".", ">")) else "."


def page() -> str:
    """The page's text."""
    from rock_glacier_inventory.inventory.products.product import PURPOSES, known_products

    options = ", ".join(f"`{purpose}`" for purpose in PURPOSES)
    lines = [HEAD.strip(), SIGNS.replace("PURPOSES", options)]
    for title, purposes in GROUPS.items():
        lines += [f"## {title}", ""]
        for product in known_products():
            if set(product.serves) & set(purposes):
                lines += _rows(product)
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")

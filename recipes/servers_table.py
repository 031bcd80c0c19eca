"""The table of basemaps: what the running QGIS captures from real servers, against the file that they serve.

    .venv/qgis/bin/python recipes/servers_table.py            all servers, all latitudes, and detect (minutes)
    .venv/qgis/bin/python recipes/servers_table.py --scenes north62 --kinds "WMS 1.3.0" MBTiles --no-detect
    .venv/qgis/bin/python recipes/servers_table.py --serve    only start them, say where they are, and wait

They are measured by `tests/servers`. With `--servers` those that run already are asked, so that one set
serves every QGIS.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from servers.scene import LATITUDES  # noqa: E402
from servers.start import measured, started  # noqa: E402

HEADINGS = (
    "layer",
    "position (px)",
    "squares (px)",
    "seam",
    "colour",
    "gaps",
    "asked",
    "again",
    "candidates",
    "IoU, same pixels",
    "IoU, file",
)


def sample_of(folder: Path) -> Path:
    """A simulated scene with a dozen rock glaciers; made once."""
    scene = folder / "sample" / "scene.tif"
    if not scene.exists():
        folder.mkdir(parents=True, exist_ok=True)
        engine = ROOT / ".venv" / "engine" / "bin" / "python"
        command = [engine, ROOT, "simulate", "--output", scene.parent, "--size", "1024", "--seed", "7"]
        subprocess.run(list(map(str, command)), check=True, capture_output=True)
    return scene


@contextlib.contextmanager
def servers_of(given: argparse.Namespace) -> Iterator[Path]:
    """Those that run already, or our own."""
    if given.servers:
        yield given.servers
        return
    with started([*given.scenes, "sample"], sample_of(ROOT / "build" / "servers")) as told:
        yield told


def rows(lines: list[dict[str, Any]], again: list[dict[str, Any]]) -> Iterator[list[str]]:
    """One row for each layer: the worst over all latitudes."""
    asked_again = {(line["kind"], line["scene"]): line for line in again if "kind" in line}
    for kind in dict.fromkeys(line["kind"] for line in lines if "kind" in line):
        of_kind = [line for line in lines if line.get("kind") == kind]
        failed = [f"{line['scene']}: {line['failed']}" for line in of_kind if "failed" in line]
        captured = [line for line in of_kind if "largest" in line]
        second = [asked_again[kind, line["scene"]] for line in captured if (kind, line["scene"]) in asked_again]
        failed += [f"again, {line['scene']}: {line['failed']}" for line in second if "failed" in line]
        found = next((line for line in of_kind if "iou" in line), {})

        def worst(key: str, form: str, of: list[dict[str, Any]] = captured) -> str:
            return format(max(line[key] for line in of), form) if of else ""

        row = [kind, worst("largest", ".2f"), worst("squares", ".2f"), worst("seam", ".1f"), worst("colour", ".1f")]
        row += [str(sum(line["gap_count"] for line in captured)) if captured else "", worst("asked", "d")]
        row.append(worst("asked", "d", [line for line in second if "asked" in line]))
        row += [
            format(found[key], ".3f" if "iou" in key else "d") if key in found else ""
            for key in ("candidates", "iou_on_grid", "iou")
        ]
        yield row
        for sentence in failed:
            yield [f"— {sentence}", *[""] * (len(HEADINGS) - 1)]


def print_table(version: str, table: list[list[str]]) -> None:
    """In Markdown."""
    print(f"\nQGIS {version}\n")
    for row in (list(HEADINGS), ["---"] * len(HEADINGS), *table):
        print("| " + " | ".join(row) + " |")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", type=Path, help="the servers.json of servers that run")
    parser.add_argument("--serve", action="store_true", help="start the servers and wait for Control-C")
    parser.add_argument("--scenes", nargs="*", choices=list(LATITUDES), default=list(LATITUDES))
    parser.add_argument("--kinds", nargs="+", default=[], help="words of the names of the layers that are wanted")
    parser.add_argument("--no-detect", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder for the captures and figures (default: a temporary one)")
    given = parser.parse_args()
    began = time.monotonic()
    with servers_of(given) as servers, tempfile.TemporaryDirectory() as spare:
        if given.serve:
            print(servers, flush=True)
            with contextlib.suppress(KeyboardInterrupt):
                while True:
                    time.sleep(3600)
            return
        output = (given.keep or Path(spare)).resolve()
        output.mkdir(parents=True, exist_ok=True)
        options = ["--scenes", *given.scenes, *(["--kinds", *given.kinds] if given.kinds else [])]
        lines = measured(servers, output, *options, *([] if given.no_detect else ["--detect", "--itself"]))
        again = measured(servers, output, *options, "--again")
        (output / "figures.json").write_text(json.dumps([lines, again], indent=1))
        print_table(lines[0]["qgis"], list(rows(lines, again)))
        print(f"\n{time.monotonic() - began:.0f} s; the worst of {', '.join(given.scenes)}.")


if __name__ == "__main__":
    main()

"""Peak memory of `detect` and `polygonize` on a scene four times as long: it must not grow."""

from __future__ import annotations

import tempfile
from pathlib import Path

from measure import ENGINE, measure, row
from scenes import large_scene


def main() -> None:
    """Print the rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seen: dict[str, list[float]] = {"detect": [], "polygonize": []}
        for rows in (4096, 16384):
            scene, probability = large_scene(folder, rows, 4096), folder / f"p-{rows}.tif"
            seen["detect"].append(
                measure(
                    [
                        *ENGINE,
                        "detect",
                        "--input",
                        scene,
                        "--model",
                        "simulated-alpine",
                        "--output",
                        folder / "c.gpkg",
                        "--probability",
                        probability,
                    ]
                ).peak_mib
            )
            seen["polygonize"].append(
                measure([*ENGINE, "polygonize", "--input", probability, "--output", folder / "d.gpkg"]).peak_mib
            )
            scene.unlink()
        for what, (small, large) in seen.items():
            row(
                f"peak memory of `{what}`, 4096 x 16384 against 4096 x 4096",
                "<= 1.15",
                f"**{large / small:.2f}** ({large:.0f} against {small:.0f} MiB)",
            )


if __name__ == "__main__":
    main()

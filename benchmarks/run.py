"""All benchmarks, one after the other, as rows of one Markdown table."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from measure import processor

BENCHMARKS = (
    "plugin_load",
    "dock",
    "remain_all",
    "levels_drawn",
    "ten_tasks",
    "mapping_minutes",
    "outline_levels",
    "levels_worth",
    "accuracy_of_cards",
    "polygonize_against_gdal",
    "terrain_against_gdaldem",
    "attributes_against_exactextract",
    "solar_radiation",
    "memory_of_attributes",
    "many_files",
    "check_of_many",
    "memory_against_size",
    "blocks",
    "cost_against_size",
    "basemaps",
    "second_detection",
    "exchange",
    "publication",
    "backends",
    "detect_against_bare_network",
    "detect_against_deepness_way",
    "training_step",
    "accuracy_of_many",
    "statistics_of_many",
    "coverage_of_intervals",
    "coverage_of_agreement",
    "coverage_of_calibration",
    "units_of_systems",
)


def main() -> None:
    """Run the benchmarks that are named, or all."""
    wanted = sys.argv[1:] or BENCHMARKS
    print(f"{processor()}\n\n| what | reach | seen |\n|---|---|---|", flush=True)
    for name in wanted:
        importlib.import_module(name).main()


if __name__ == "__main__":
    main()

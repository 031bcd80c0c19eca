"""GRASS's way to a year of solar radiation: r.slope.aspect, r.horizon, r.sun."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

DIRECTION_STEP = 15
"""Degrees between r.horizon's directions; ours are 2."""

_SCRIPT = """
set -e
r.in.gdal --quiet input={dem} output=dem
g.region raster=dem
r.slope.aspect --quiet elevation=dem slope=slope aspect=aspect
now() {{ date +%s.%N; }}
begin=$(now)
{horizon}
horizon=$(now)
for day in {days}; do
  r.sun --quiet elevation=dem slope=slope aspect=aspect {use} day=$day step=0.5 glob_rad=day_$day
done
end=$(now)
r.series --quiet input=$(g.list type=raster pattern='day_*' separator=comma) output=total method=sum
r.out.gdal --quiet input=total output={output} format=GTiff type=Float64 createopt=COMPRESS=DEFLATE -c
echo TIMES $begin $horizon $end
"""


@dataclass(frozen=True)
class Grass:
    """Seconds for the horizon, and for each day of r.sun; `total` is the days' sum in Wh m⁻²."""

    horizon: float
    day: float
    total: Path


def is_there() -> bool:
    """Whether GRASS is installed."""
    return shutil.which("grass") is not None


def radiation(dem: Path, crs: str, days: list[int], folder: Path, horizon: bool) -> Grass:
    """Run GRASS in a location of its own on a DEM in metres.

    With `horizon`, r.horizon's maps are given to r.sun, the fast way that its manual advises; without,
    r.sun looks for shadows itself. Of GRASS 8.2's results only the latter can be used: with the maps,
    r.sun's sums have no likeness to its own without them (rank correlation below 0.1).
    """
    output, script = dem.with_name(f"{dem.stem}-grass.tif"), folder / "grass.sh"
    making = f"r.horizon --quiet elevation=dem step={DIRECTION_STEP} output=horizon maxdistance=30000"
    using = f"horizon_basename=horizon horizon_step={DIRECTION_STEP}"
    script.write_text(
        _SCRIPT.format(
            dem=dem,
            output=output,
            days=" ".join(map(str, days)),
            horizon=making if horizon else ":",
            use=using if horizon else "",
        )
    )
    command = ["grass", "--tmp-location", crs, "--exec", "bash", str(script)]
    done = subprocess.run(command, text=True, capture_output=True)
    times = [line.split()[1:] for line in done.stdout.splitlines() if line.startswith("TIMES")]
    if done.returncode or not times:
        raise SystemExit(f"GRASS ended with {done.returncode}:\n{done.stderr[-3000:]}")
    begin, horizon, end = map(float, times[0])
    return Grass(horizon - begin, (end - horizon) / len(days), output)

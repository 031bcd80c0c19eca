"""The two inner loops: one ray to the horizon, one cell's year of sun.

Plain functions in the part of Python that numba compiles, for processors (`processors.Cores`) and for
NVIDIA cards (`card.Card`) alike. They call nothing but `math` and each other; every array is given.

Cells come in groups of neighbours along a row ("lanes"), because the same step of a ray then reads
neighbouring memory for all of them and the compiler can take them at once; a group of one is allowed.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba.extending import register_jitable

F = np.float32
_STRAIGHT = np.float32(1e-6)
FINE, COARSE = 8, 64
"""Cells along a side of the blocks whose highest elevation lets a ray skip them (3 and 6 bits)."""


def trace_ray(
    group: int,
    ray: int,
    grid: Any,
    width: int,
    height: int,
    fine: Any,
    coarse: Any,
    highest: Any,
    rows: Any,
    columns: Any,
    elevations: Any,
    steps: Any,
    sines: Any,
    cosines: Any,
    inverse: Any,
    first: Any,
    last: Any,
    curvature: Any,
    margin: int,
    tangents: Any,
) -> None:
    """Raise `tangents[group, ray, :]` to the tangent of the horizon's elevation in one direction.

    A ray visits every grid line that it crosses (rows or columns, whichever it crosses more of) and
    interpolates linearly along it, so nothing on the grid is stepped over. Blocks that cannot rise
    above the horizon found so far are skipped; that changes no result.

    Parameters
    ----------
    group, ray
        Which cells, which direction.
    grid, width, height, margin
        Elevations in metres, flat, `height` rows of `width`; voids far below everything. The last row
        and `margin` columns on both sides are padding.
    fine, coarse, highest
        Highest elevations around blocks (see `surroundings`), and of all.
    rows, columns, elevations
        First cell of each group in the grid, (groups,); elevations of its cells, (groups, lanes).
    steps
        Metres east and north per column, east and north per row: (groups, 4).
    sines, cosines
        Of the rays' azimuths, clockwise from true north.
    inverse
        1 / n for the n-th step.
    first, last
        Nearest and farthest metres.
    curvature
        1 / (2 R): the Earth falls away by the distance squared times this.
    tangents
        (groups, rays, lanes); what stands there is a horizon already known, at least 0.
    """
    lanes = elevations.shape[1]
    row, column = rows[group], columns[group]
    by_column, sign, lines_per_metre, slant = _direction(
        sines[ray], cosines[ray], steps[group, 0], steps[group, 1], steps[group, 2], steps[group, 3]
    )
    metres = F(1.0) / lines_per_metre  # from one grid line to the next
    farthest = last * lines_per_metre
    final = _last_step(row, column, lanes, width, height, margin, by_column, sign, slant, farthest)
    fall = curvature * metres * metres
    for lane in range(lanes):
        tangents[group, ray, lane] *= metres  # metres of rise per step, while the ray runs
    # The next line is left out: it belongs to the 3 x 3 cells whose slope already shades the cell itself
    # (Dozier et al. 1981 leave it out too, against noise).
    step = max(2, int(math.ceil(first * lines_per_metre)))
    next_coarse = step
    while step <= final:
        far = F(step)
        needed = F(1e9)  # to be seen by any cell of the group
        for lane in range(lanes):
            needed = min(needed, tangents[group, ray, lane] * far + elevations[group, lane])
        needed += fall * far * far
        if highest <= needed:
            break
        shift = int(math.floor(far * slant))
        i = row + shift if by_column else row + sign * step
        k = column + sign * step if by_column else column + shift
        if step >= next_coarse:
            if coarse[i >> 6, k >> 6] <= needed:
                step += COARSE
                next_coarse = step
                continue
            next_coarse = step + COARSE
        if fine[i >> 3, k >> 3] > needed:
            _look(
                group,
                ray,
                grid,
                width,
                row,
                column,
                elevations,
                by_column,
                sign,
                slant,
                fall,
                step,
                min(step + FINE, final + 1),
                inverse,
                tangents,
            )
        step += FINE
    for lane in range(lanes):
        tangents[group, ray, lane] *= lines_per_metre


@register_jitable
def _direction(
    sine: Any, cosine: Any, east_c: Any, north_c: Any, east_r: Any, north_r: Any
) -> tuple[bool, int, Any, Any]:
    """A direction on the grid: whether columns are counted, +1 or -1, lines per metre, drift per line."""
    area = east_c * north_r - east_r * north_c
    columns = (sine * north_r - cosine * east_r) / area
    rows = (cosine * east_c - sine * north_c) / area
    by_column = abs(columns) >= abs(rows)
    major, minor = (columns, rows) if by_column else (rows, columns)
    slant = minor / abs(major)
    # Along the grid: else rounding would decide whether a ray on the edge leaves it.
    slant = slant if abs(slant) > _STRAIGHT else F(0)
    return by_column, 1 if major > 0 else -1, abs(major), slant


@register_jitable
def _last_step(
    row: int,
    column: int,
    lanes: int,
    width: int,
    height: int,
    margin: int,
    by_column: bool,
    sign: int,
    slant: Any,
    farthest: Any,
) -> int:
    """The step at which the last cell of a group leaves the grid; the others read padding meanwhile."""
    right = width - margin - 2 - column
    left = column - margin + lanes - 1
    below = height - 2 - row
    if by_column:
        ahead = right if sign > 0 else left
        across = below if slant > 0 else row
    else:
        ahead = below if sign > 0 else row
        across = right if slant > 0 else left
    end = min(farthest, F(ahead))
    if slant != F(0):
        end = min(end, F(across) / abs(slant))
    return int(end)


@register_jitable
def _look(
    group: int,
    ray: int,
    grid: Any,
    width: int,
    row: int,
    column: int,
    elevations: Any,
    by_column: bool,
    sign: int,
    slant: Any,
    fall: Any,
    begin: int,
    end: int,
    inverse: Any,
    tangents: Any,
) -> None:
    """Walk the steps from `begin` to before `end`, and raise the tangents (per step) to what is seen."""
    lanes = elevations.shape[1]
    for step in range(begin, end):
        distance = F(step)
        offset = distance * slant
        shift = int(math.floor(offset))
        part = offset - F(shift)
        if by_column:
            place, stride = (row + shift) * width + column + sign * step, width
        else:
            place, stride = (row + sign * step) * width + column + shift, 1
        rest = F(1.0) - part
        shorter, drop = inverse[step], fall * distance
        # Unsigned: numba then need not ask whether an index counts from the end, and takes many at once.
        here, beside = np.uint64(place), np.uint64(place + stride)
        for lane in range(np.uint64(lanes)):
            seen = grid[here + lane] * rest + grid[beside + lane] * part
            rise = (seen - elevations[group, lane]) * shorter - drop
            known = tangents[group, ray, lane]
            tangents[group, ray, lane] = rise if rise > known else known


def sum_beam(
    cell: int,
    group: Any,
    lane: Any,
    latitude: Any,
    level: Any,
    above: Any,
    normal: Any,
    tangents: Any,
    slots: Any,
    east: Any,
    north: Any,
    up: Any,
    tangent: Any,
    fraction: Any,
    hours: Any,
    beam: Any,
    starts: Any,
    sums: Any,
) -> None:
    """Sum the direct radiation that falls on one cell, and the hours in which it does.

    Parameters
    ----------
    cell
        Which one.
    group, lane, latitude, level, above
        Of the cells: place in `tangents`, index of its latitude, level below its elevation and the
        part of the way to the next one, all (cells,).
    normal
        Unit vector out of the slope, east, north, up: (cells, 3).
    tangents, slots
        Horizon, (groups, rays, lanes), and which ray stands at each sector's beginning (sectors + 1,).
    east, north, up, tangent, fraction, hours, beam, starts
        From `sun.SunTables`.
    sums
        (cells, 2): kWh m⁻², hours; written.
    """
    g, at = group[cell], lane[cell]
    n_east, n_north, n_up = normal[cell, 0], normal[cell, 1], normal[cell, 2]
    low, high, part = np.uint64(level[cell]), np.uint64(level[cell] + 1), above[cell]
    where = latitude[cell]
    energy, time = F(0), F(0)
    for sector in range(len(slots) - 1):
        # Unsigned, as in `_look`.
        begin, end = np.uint64(starts[where, sector]), np.uint64(starts[where, sector + 1])
        if begin == end:
            continue
        horizon = tangents[g, slots[sector], at]
        change = tangents[g, slots[sector + 1], at] - horizon
        for t in range(begin, end):
            facing = east[t] * n_east + north[t] * n_north + up[t] * n_up
            strength = beam[low, t] + part * (beam[high, t] - beam[low, t])
            lit = facing > F(0) and tangent[t] > horizon + fraction[t] * change
            energy += facing * strength if lit else F(0)
            time += hours[t] if lit else F(0)
    sums[cell, 0] = energy
    sums[cell, 1] = time

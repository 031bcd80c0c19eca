"""Makes the weights by which units are proposed (`engine/units/weights.json`) from the development seeds alone.

Run: .venv/engine/bin/python recipes/units_weights.py --folder build/systems (about 40 minutes for what is simulated,
which the folder keeps, and 20 for what is learnt; the same numbers on the same processor). It prints how often the
count is right where a system's seed was left out, and writes the two files.

Cells first: is this one of a seam? Four times a fourth of the seeds is left out, so that seams are learnt with odds
of cells as unseen ground has them. Then seams: pieces are joined at random seams that part nothing, then at the
weakest that part nothing, and at each step all seams are looked at.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from _unit_grounds import Known, known_grounds
from rock_glacier_inventory.engine.simulation.systems.seeds import DEVELOPMENT
from rock_glacier_inventory.engine.units.bodies import Bodies, bodies_of, lines_along
from rock_glacier_inventory.engine.units.forms import FORMS, forms_of
from rock_glacier_inventory.engine.units.joining import Parted, decided, pieces_of_ground
from rock_glacier_inventory.engine.units.seams import MEASURES, Pieces
from rock_glacier_inventory.engine.units.weights import FAR, Weights, weights_from
from rock_glacier_inventory.inventory.requests.units import UnitsRequest
from scipy import ndimage
from scipy.optimize import minimize

_FOLDS = 4
_SUMS = 16
_PASSES = 8
_AT_A_TIME = 2048
_OTHERS = 0.35
"""The share of the cells away from seams that is learnt from."""
_NEAR = 2.5
"""Cells beside a seam that are neither one of it nor none."""
_SEAM_COUNTS = 3.0
"""How much more a cell of a seam counts than another."""
_LIKELIEST = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
"""Strengths that are tried; cuts are proposed from the best of them on."""
_TO = Path(__file__).resolve().parent.parent / "engine" / "units" / "weights.json"

Told = dict[str, Any]


def seam_cells(truth: np.ndarray) -> np.ndarray:
    """Cells with another unit's beside them."""
    found = np.zeros(truth.shape, bool)
    for first, second in ((np.s_[:-1, :], np.s_[1:, :]), (np.s_[:, :-1], np.s_[:, 1:])):
        meet = (truth[first] != truth[second]) & (truth[first] > 0) & (truth[second] > 0)
        found[first] |= meet
        found[second] |= meet
    return found


def learn_cells(forms: list[np.ndarray], grounds: list[Known], seed: int) -> Told:
    """The numbers that tell cells of seams from others."""
    random = np.random.default_rng(seed)
    values, answers, counts = [], [], []
    for known, found in zip(grounds, forms, strict=True):
        seams = seam_cells(known.truth)
        away = ndimage.distance_transform_edt(~seams) > _NEAR if seams.any() else ~seams
        answer, other = seams[known.inside], away[known.inside]
        taken = answer | (other & (random.random(len(answer)) < _OTHERS))
        values.append(found[taken])
        answers.append(answer[taken])
        counts.append(np.where(answer[taken], _SEAM_COUNTS, 1 / _OTHERS))
    x, y, w = (np.concatenate(part).astype(np.float32) for part in (values, answers, counts))
    middle, spread = x.mean(0), x.std(0) + 1e-6
    net = _trained(torch.tensor(((x - middle) / spread).clip(-FAR, FAR)), torch.tensor(y), torch.tensor(w), seed)
    first, second = net[0], net[2]
    return {
        "names": list(FORMS),
        "middle": _numbers(middle),
        "spread": _numbers(spread),
        "sums": _numbers(first.weight.detach().numpy().T),
        "constants": _numbers(first.bias.detach().numpy()),
        "second": _numbers(second.weight.detach().numpy()[0]),
        "constant": _numbers(second.bias.detach().numpy())[0],
    }


def _trained(x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, seed: int) -> torch.nn.Sequential:
    torch.manual_seed(seed)
    net = torch.nn.Sequential(torch.nn.Linear(x.shape[1], _SUMS), torch.nn.Tanh(), torch.nn.Linear(_SUMS, 1))
    steps = _PASSES * (len(x) // _AT_A_TIME + 1)
    optimizer = torch.optim.Adam(net.parameters(), 4e-3, weight_decay=1e-4)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, 8e-3, total_steps=steps)
    for _ in range(_PASSES):
        for some in torch.randperm(len(x)).split(_AT_A_TIME):
            loss = torch.nn.functional.binary_cross_entropy_with_logits(net(x[some])[:, 0], y[some], w[some])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            pace.step()
    return net


def _numbers(values: np.ndarray) -> list:
    return np.round(values.astype(float), 4).tolist()


class Systems:
    """Grounds, their bodies and forms, and the odds of their cells by numbers that have not seen their seed."""

    def __init__(self, grounds: list[Known]) -> None:
        self.grounds = grounds
        self.bodies: list[Bodies] = []
        self.forms: list[np.ndarray] = []
        for known in grounds:
            along = lines_along(known.z, known.inside, known.cell)
            self.bodies.append(bodies_of(known.z, known.inside, known.cell, along))
            forms = forms_of(self.bodies[-1], along, known.inside, known.cell)
            self.forms.append(forms.astype(np.float32))
        self.fold = np.array([known.seed % _FOLDS for known in grounds])
        self.odds: list[np.ndarray] = [np.empty(0)] * len(grounds)
        for fold in range(_FOLDS):
            seen = np.flatnonzero(self.fold != fold)
            cells = learn_cells([self.forms[one] for one in seen], [grounds[one] for one in seen], fold)
            for one in np.flatnonzero(self.fold == fold):
                self.odds[one] = _weights(cells, None).cell_odds(self.forms[one])

    def pieces(self, one: int) -> Pieces:
        """More pieces than units."""
        known = self.grounds[one]
        return pieces_of_ground(self.bodies[one], self.odds[one], known.inside, known.cell)

    def steps(self, one: int, weights: Weights | None) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Measures (n, m) of all seams at each step, and which of them part two true units (n,)."""
        pieces, truth = self.pieces(one), self.grounds[one].truth
        random = np.random.default_rng(one)
        shares = np.zeros((int(pieces.labels.max()) + 1, int(truth.max()) + 1))
        np.add.at(shares, (pieces.labels.ravel(), truth.ravel()), 1)
        unit_of = shares[:, 1:].argmax(axis=1)
        while pieces.borders:
            pairs = sorted(pieces.borders)
            parts = np.array([unit_of[first] != unit_of[second] for first, second in pairs])
            measures = np.array([pieces.measures(pair) for pair in pairs])
            yield measures, parts
            if parts.all():
                return
            none = np.flatnonzero(~parts)
            chosen = random.choice(none) if weights is None else none[_odds(weights, measures[none]).argmin()]
            first, second = sorted(pairs[int(chosen)], key=pieces.area, reverse=True)
            pieces.join(first, second)


def _odds(weights: Weights, measures: np.ndarray) -> np.ndarray:
    return np.array([weights.seam_odds(one) for one in measures])


def learn_seams(steps: list[tuple[np.ndarray, np.ndarray]]) -> Told:
    """A logistic regression with a little shrinkage; each step counts once."""
    measures = np.concatenate([found for found, _ in steps])
    sign = np.where(np.concatenate([found for _, found in steps]), 1, -1)
    counts = np.concatenate([np.full(len(one), 1 / len(one)) for _, one in steps])
    middle, spread = measures.mean(0), measures.std(0) + 1e-6
    known = np.column_stack([np.ones(len(measures)), ((measures - middle) / spread).clip(-FAR, FAR)])
    counts = counts * len(counts) / counts.sum()

    def loss(found: np.ndarray) -> tuple[float, np.ndarray]:
        odds = np.clip(sign * (known @ found), -30, 30)
        slope = -(counts * sign / (1 + np.exp(odds))) @ known
        shrunk = np.concatenate([[0], found[1:]])
        return float((counts * np.log1p(np.exp(-odds))).sum() + 2 * (shrunk**2).sum()), slope + 4 * shrunk

    found = minimize(loss, np.zeros(known.shape[1]), jac=True, method="L-BFGS-B").x
    numbers = {"middle": _numbers(middle), "spread": _numbers(spread), "weights": _numbers(found[1:])}
    return {"names": list(MEASURES), **numbers, "constant": round(float(found[0]), 4)}


def _weights(cells: Told | None, seams: Told | None) -> Weights:
    none = {"names": [], "middle": [], "spread": [], "weights": [], "constant": 0, "sums": [], "second": []}
    return weights_from({"cells": cells or {**none, "constants": []}, "seams": seams or none})


def learn(systems: Systems) -> Told:
    """The numbers of seams, and how often the count is right where a seed was left out."""
    count = len(systems.grounds)
    steps = {one: list(systems.steps(one, None)) for one in range(count)}

    def by_others(fold: int) -> Weights:
        return _weights(None, learn_seams([step for one in steps if systems.fold[one] != fold for step in steps[one]]))

    at_random = [by_others(fold) for fold in range(_FOLDS)]
    for one in range(count):
        steps[one] += systems.steps(one, at_random[systems.fold[one]])
    left_out = [by_others(fold) for fold in range(_FOLDS)]
    parted = [decided(systems.pieces(one), left_out[systems.fold[one]], _LIKELIEST[0]) for one in range(count)]
    true = [known.count for known in systems.grounds]
    right = {
        odds: np.mean([_units(one, odds) == of for one, of in zip(parted, true, strict=True)]) for odds in _LIKELIEST
    }
    best = max(right, key=lambda odds: right[odds])
    for kind in sorted({known.kind for known in systems.grounds}):
        of_kind = [one for one, known in enumerate(systems.grounds) if known.kind == kind]
        more = np.array([_units(parted[one], best) - true[one] for one in of_kind])
        shares = [f"{100 * found.mean():.0f} %" for found in (more == 0, more > 0, more < 0)]
        print(f"{len(more)} {kind}, seed left out: right {shares[0]}, too many {shares[1]}, too few {shares[2]}")
    told = learn_seams([step for one in steps for step in steps[one]])
    # The strength from which cuts are proposed is where most counts are right.
    moved = round(float(_log_odds(UnitsRequest.least_strength) - _log_odds(best)), 4)
    print(f"most counts are right from {best:.2f} on, so the constant is moved by {moved}")
    return {**told, "constant": round(told["constant"] + moved, 4)}


def _log_odds(chance: float) -> float:
    return float(np.log(chance / (1 - chance)))


def _units(parted: Parted, surest: float) -> int:
    """How many are left where seams that are less sure are joined; the last ones were joined first."""
    count = len(parted)
    for strength in reversed(parted.strength[1:]):
        if strength >= surest:
            break
        count -= 1
    return count


def main() -> None:
    """Write the file."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, required=True, help="keeps the simulated systems")
    options.add_argument("--to", type=Path, default=_TO, help="the file of weights (default: %(default)s)")
    given = options.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    told = {}
    for name, coarse in (("fine", False), ("coarse", True)):
        systems = Systems(list(known_grounds(DEVELOPMENT, coarse, given.folder)))
        print(f"{name}: {len(systems.grounds)} systems of seeds {DEVELOPMENT.start} to {DEVELOPMENT.stop - 1}")
        cells = learn_cells(systems.forms, systems.grounds, _FOLDS)
        made = {
            "made by": "recipes/units_weights.py",
            "seeds": [DEVELOPMENT.start, DEVELOPMENT.stop - 1],
            "systems": len(systems.grounds),
            "dem_m": "28.6, noise of 0.5" if coarse else "9.5",
        }
        told[name] = {"provenance": made, "cells": cells, "seams": learn(systems)}
    given.to.write_text(json.dumps(told).replace("], ", "],\n") + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""How often intervals of agreement, of precision and of completeness hold the truth: 2 000 simulated samples each.

Reviewers judge a share of the markers plainly and the others by chance (`plain`), or see what is there with errors of
their own, the second more often no (`errors`). Strata have shares and sizes of their own; windows have very different
numbers of rock glaciers, and what is missed differs from window to window. A row says what was reached where an
interval is promised: 100 markers, shares of 0.05 to 0.95, 5 that differ (20 for kappa of three), 30 windows of one
content. The next says what happens beyond, where the output warns. A case outside is told with the interval of what
was counted: 2 000 repetitions of 95 % know it to one percent, so of a hundred cases a few lie outside by chance.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from measure import ROOT, row

sys.path.insert(0, str(ROOT / ".venv" / "src"))

from rock_glacier_inventory.engine.agreement.agreement import FEW_OF_A_KIND, FEW_OF_SEVERAL
from rock_glacier_inventory.engine.agreement.coefficients import Coefficient, cohen, fleiss, gwet
from rock_glacier_inventory.engine.agreement.designs import FEW_IN_STRATUM, random_share, stratified_share
from rock_glacier_inventory.engine.agreement.intervals import interval_of, specific_agreement
from rock_glacier_inventory.engine.agreement.windows import omission
from rock_glacier_inventory.inventory.estimation import Interval, wilson

REPETITIONS = 2000
POPULATION = 44_273
OTHERS = np.array([0.5, 0.3, 0.2])
SHARES = (0.05, 0.2, 0.5, 0.87, 0.95)


@dataclass
class Tally:
    """What a figure reached, within what is promised and beyond."""

    within: list[tuple[float, str]] = field(default_factory=list)
    beyond: list[tuple[float, str]] = field(default_factory=list)

    def add(self, held: float, promised: bool, case: str) -> None:
        """A percentage of repetitions that held the truth, in a case."""
        (self.within if promised else self.beyond).append((held, case))

    def tell(self, what: str) -> None:
        """Print both rows."""
        for name, found in (("", self.within), (", beyond (a warning)", self.beyond)):
            if found:
                good = sum(93 <= each <= 97 for each, _ in found)
                told = f"{min(found)[0]:.1f} to {max(found)[0]:.1f} %, {good} of {len(found)} cases within"
                if not name:
                    told += "".join(f"; {case}: {known(each)}" for each, case in found if not 93 <= each <= 97)
                row(f"intervals of {what} that hold the truth{name}", "93 to 97 %" if not name else "-", told)


def known(held: float) -> str:
    """A percentage of repetitions with how well so many of them know it."""
    found = wilson(held / 100 * REPETITIONS, REPETITIONS)
    return f"{held:.2f}" if found is None else f"{held:.2f} ({100 * found.low:.1f} to {100 * found.high:.1f})"


def held(truth: float, found: Iterator[Interval | None]) -> float:
    """Percentage of intervals that hold the truth."""
    ends = [each for each in found if each is not None]
    return 100 * float(np.mean([each.low - 1e-12 <= truth <= each.high + 1e-12 for each in ends]))


def plain(share: float, plainly: float, reviewers: int) -> tuple[np.ndarray, np.ndarray]:
    """Patterns of views and how likely each is: a share of the markers is plain to all."""
    likely = np.array([share, *(1 - share) * OTHERS])
    patterns = np.array(list(product(range(4), repeat=reviewers)))
    chance = likely[patterns].prod(axis=1)
    same = (patterns == patterns[:, :1]).all(axis=1)
    return patterns, (1 - plainly) * chance + plainly * same * likely[patterns[:, 0]]


def errors(share: float, right: float, reviewers: int) -> tuple[np.ndarray, np.ndarray]:
    """The same where each sees what is there with errors, the later ones with more and more often no."""
    patterns = np.array(list(product(range(4), repeat=reviewers)))
    chance = np.zeros(len(patterns))
    for there, part in ((0, share), (1, 1 - share)):
        each = np.full(len(patterns), part)
        for number in range(reviewers):
            good = right * 0.95**number
            says = (1 - good) * np.array([0.2, 0.5, 0.2, 0.1])
            says[there] += good
            each *= says[patterns[:, number]] / says.sum()
        chance += each
    return patterns, chance


def coefficients(reviewers: int, which: dict[str, Coefficient]) -> None:
    """Coefficients, and of two reviewers agreement on yes and on the rest."""
    tallies = {name: Tally() for name in which}
    specific = {"agreement on yes": Tally(), "agreement on the rest": Tally()}
    random = np.random.default_rng(19)
    for number, ground, share, quality in product((100, 500), (plain, errors), SHARES, (0.5, 0.85)):
        patterns, chance = ground(share, quality, reviewers)
        drawn = random.multinomial(number, chance, REPETITIONS)
        case = f"{number} markers, {ground.__name__}, {share} yes, {quality}"
        differing = number * chance[~(patterns == patterns[:, :1]).all(axis=1)].sum()
        for name, coefficient in which.items():
            truth = coefficient(patterns, chance)[0]
            found = (interval_of(coefficient, np.repeat(patterns, counts, axis=0)) for counts in drawn)
            least = FEW_OF_SEVERAL if coefficient is fleiss and reviewers > 2 else FEW_OF_A_KIND
            tallies[name].add(held(truth, found), differing >= least, case)
        if reviewers == 2:
            yes = (patterns == 0).sum(axis=1)
            for name, kind in (("agreement on yes", 2), ("agreement on the rest", 0)):
                both, one = chance[yes == kind].sum(), chance[yes == 1].sum()
                found = (specific_agreement(int(c[yes == kind].sum()), int(c[yes == 1].sum())) for c in drawn)
                of_any = both / (both + one)
                promised = number * (both + one) >= 100 and 0.05 <= of_any <= 0.95
                specific[name].add(held(2 * both / (2 * both + one), found), promised, case)
    for name, tally in {**tallies, **(specific if reviewers == 2 else {})}.items():
        tally.tell(f"{name} of {reviewers} reviewers")


def shares() -> None:
    """Precision from a random sample without putting back."""
    tally, random = Tally(), np.random.default_rng(7)
    for number, share in product((30, 100, 300, 2110, 20_000), SHARES):
        right = round(share * POPULATION)
        drawn = random.hypergeometric(right, POPULATION - right, number, REPETITIONS)
        found = (random_share(np.arange(number) < yes, POPULATION) for yes in drawn)
        ends = (each.interval for each in found if each is not None)
        tally.add(held(right / POPULATION, ends), number >= 100, f"{number} markers, {share}")
    tally.tell("precision, random sample")


def strata() -> None:
    """Precision from strata, allocated as they are large or alike, whole and of a part that is no stratum."""
    whole, part, random = Tally(), Tally(), np.random.default_rng(3)
    for number, count, share, alike in product((100, 300), (3, 8), SHARES, (False, True)):
        size = np.maximum(random.dirichlet(np.full(count, 4.0)) * POPULATION, 100).astype(int)
        judged = np.maximum(2, np.round(number / count * np.ones(count) if alike else number * size / size.sum()))
        good, inside = _shares_of(random, size, share), 0.3 + 0.4 * random.random(count)
        names = np.repeat([str(each) for each in range(count)], judged.astype(int))
        of = np.repeat(np.arange(count), judged.astype(int))
        population = {str(each): float(value) for each, value in enumerate(size)}
        effective = size.sum() ** 2 / (size**2 / judged).sum()
        results: dict[str, list[Interval]] = {"whole": [], "part": []}
        for _ in range(REPETITIONS):
            right, member = random.random(len(of)) < good[of], random.random(len(of)) < inside[of]
            for key, of_part in (("whole", None), ("part", member)):
                found = stratified_share(right, names, population, of_part)
                results[key] += [] if found is None else [found.interval]
        enough = judged.min() >= FEW_IN_STRATUM
        case = f"{number} markers, {count} strata, {share}, {'alike' if alike else 'by size'}"
        whole.add(
            held(float(good @ size / size.sum()), iter(results["whole"])), bool(enough and effective >= 100), case
        )
        of_part = inside * size
        truth = float(good @ of_part / of_part.sum())
        part.add(held(truth, iter(results["part"])), bool(enough and effective / 2 >= 100), case)
    whole.tell("precision, stratified sample")
    part.tell("precision of a subregion in a stratified sample")


def _shares_of(random: np.random.Generator, size: np.ndarray, share: float) -> np.ndarray:
    """Shares of strata that differ, with this one over all."""
    logit = np.log(share / (1 - share)) + 0.7 * random.normal(size=len(size))
    for _ in range(60):
        good = 1 / (1 + np.exp(-logit))
        mean = float(good @ size / size.sum())
        logit += np.log(share / (1 - share)) - np.log(mean / (1 - mean))
    return good


def windows() -> None:
    """Completeness: windows with very different numbers of rock glaciers, of which a varying part is missed."""
    tally, random = Tally(), np.random.default_rng(5)
    for number, mean, uneven, missing, varied in product((30, 60, 100), (2, 6), (0.5, 1.5), SHARES, (0.0, 0.1)):
        results, telling, objects = [], [], []
        for _ in range(REPETITIONS):
            there = random.poisson(random.gamma(uneven, mean / uneven, number))
            odds = (missing, 1 - missing) if not varied else None
            part = (
                missing if odds else random.beta(missing * (1 / varied - 1), (1 - missing) * (1 / varied - 1), number)
            )
            missed = random.binomial(there, part)
            found = omission(missed * 1.0, (there - missed) * 1.0, np.full(number, ""), {"": 1e6})
            if found is not None:
                results.append(found.interval)
                telling.append(found.telling)
                objects.append(there.sum())
        promised = float(np.median(telling)) >= 30 and float(np.median(objects)) >= 100
        case = f"{number} windows of {mean}, uneven {uneven}, {missing} missed, varied {varied}"
        tally.add(held(missing, iter(results)), promised, case)
    tally.tell("completeness")


PARTS: dict[str, Callable[[], None]] = {
    "shares": shares,
    "strata": strata,
    "windows": windows,
    "two": lambda: coefficients(2, {"Cohen's kappa": cohen, "Fleiss' kappa": fleiss, "AC1": gwet}),
    "three": lambda: coefficients(3, {"Fleiss' kappa": fleiss, "AC1": gwet}),
}


def main(*names: str) -> None:
    """Print rows for all parts, or for those that are named."""
    for name in names or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main(*sys.argv[1:])

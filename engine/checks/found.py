"""What was found: one record for each place where a rule is broken."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, SupportsIndex

from ...inventory.checks.rules import SEVERITIES, ordered, rule_of
from ...inventory.messages import Message, Warning_
from ..telling.report import Report

Place = tuple[float, float]
"""Longitude and latitude."""


@dataclass(frozen=True)
class Row:
    """Of what a problem is: layer, feature id (None: the layer as a whole), identifier, and where it lies."""

    layer: str
    fid: int | None = None
    identifier: str = ""
    place: Place | None = None

    @property
    def words(self) -> str:
        """What a sentence calls it."""
        return self.identifier or (self.layer if self.fid is None else f"Feature {self.fid} of {self.layer}")


@dataclass(frozen=True)
class Problem:
    """One place where a rule is broken; `other` is the feature id of the second of a pair, `amount` how much."""

    rule: str
    row: Row
    sentence: str
    amount: float | None = None
    other: int | None = None


@dataclass
class Found:
    """All problems, as they are found; `all_of` gives them in the order of the rules."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, rule: str, row: Row, sentence: str, amount: float | None = None, other: int | None = None) -> None:
        """One more. The sentence says what is wrong, with which value, and what to do where that is not plain."""
        self.problems.append(Problem(rule_of(rule).name, row, sentence, amount, other))

    def in_order(self) -> list[Problem]:
        """All, by the order of the rules, then as they were found."""
        place = {name: number for number, name in enumerate(ordered(self.counts()))}
        return sorted(self.problems, key=lambda problem: place[problem.rule])

    def counts(self) -> Counter[str]:
        """How many break each rule."""
        return Counter(problem.rule for problem in self.problems)

    def by_severity(self) -> dict[str, int]:
        """How many faults, doubts and hints."""
        counts = self.counts()
        return {
            severity: sum(count for name, count in counts.items() if rule_of(name).severity == severity)
            for severity in SEVERITIES
        }

    def first_of(self, rule: str) -> Problem:
        """The first that breaks a rule; StopIteration where none does."""
        return next(problem for problem in self.problems if problem.rule == rule)


@dataclass(frozen=True)
class Rows:
    """What is needed of rows to say where they are: `places` are longitude and latitude, NaN where there are none."""

    layer: str
    fids: Sequence[int]
    identifiers: Sequence[str]
    places: Any

    def __iter__(self) -> Iterator[Row]:
        return (self[number] for number in range(len(self.fids)))

    def __getitem__(self, number: SupportsIndex) -> Row:
        place = operator.index(number)
        x, y = (float(value) for value in self.places[place])
        at = (x, y) if x == x and y == y else None
        return Row(self.layer, int(self.fids[place]), self.identifiers[place], at)


class Listening(Report):
    """A report that keeps the warnings of reading, which become problems of the file; progress goes on."""

    def __init__(self, whole: Report) -> None:
        self._whole, self.stop = whole, whole.stop
        self.heard: list[str] = []

    def say(self, message: Message) -> None:
        """Keep a warning, pass on the rest."""
        if isinstance(message, Warning_):
            self.heard.append(message.message)
        else:
            self._whole.say(message)

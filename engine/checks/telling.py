"""What a check tells: for a program, and as a table for a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...inventory.checks.rules import SEVERITIES, rule_of
from ...inventory.requests.checks import CheckRequest
from ...inventory.secrets import scrub
from .found import Found, Problem
from .sources import Sources

LISTED = 20_000
"""Problems that a program is told one by one; the layer of problems has all."""
_SHOWN = 3
"""Sentences of each rule that a person is shown."""
_PLURAL = {"fault": "faults", "doubt": "doubts", "hint": "hints"}


def result_of(
    sources: Sources,
    found: Found,
    problems: Sequence[Problem],
    outlines: int,
    markers: int,
    layers: Sequence[str],
    request: CheckRequest,
) -> dict[str, Any]:
    """The result of the command; `problems` are in the order of the rules."""
    counts, severities = found.counts(), found.by_severity()
    of_rule: dict[str, list[Problem]] = {}
    for problem in problems:
        of_rule.setdefault(problem.rule, []).append(problem)
    return {
        "checked": sources.called,
        "inventory": sources.is_inventory,
        "dialect": None if sources.dialect is None else sources.dialect.title,
        "outlines": outlines,
        "markers": markers,
        "problems": len(problems),
        **{_PLURAL[severity]: severities[severity] for severity in SEVERITIES},
        "output": None if request.output is None else str(request.output),
        "layers": list(layers),
        "rules": [_rule(name, counts[name], some[0]) for name, some in of_rule.items()],
        "listed": [_listed(problem) for problem in problems[:LISTED]],
        "table": scrub(_table(sources, of_rule, outlines, markers, severities)),
    }


def _rule(name: str, count: int, first: Problem) -> dict[str, Any]:
    rule = rule_of(name)
    return {
        "rule": name,
        "title": rule.title,
        "severity": rule.severity,
        "count": count,
        "source": rule.source,
        "remedy": rule.remedy,
        "first": scrub(first.sentence),
    }


def _listed(problem: Problem) -> list[Any]:
    """Rule, layer, feature id, identifier, sentence."""
    row = problem.row
    return [problem.rule, row.layer, row.fid, row.identifier, scrub(problem.sentence)]


def _table(
    sources: Sources, of_rule: dict[str, list[Problem]], outlines: int, markers: int, severities: dict[str, int]
) -> str:
    kind = "an inventory" if sources.is_inventory else "a file"
    if sources.dialect is not None and not sources.is_inventory:
        kind = f"as {sources.dialect.title}"
    total = ", ".join(f"{count} {_PLURAL[severity]}" for severity, count in severities.items())
    lines = [f"{sources.called} ({kind}): {outlines} outlines, {markers} markers; {total}"]
    if not of_rule:
        return "\n".join([*lines, "", "Nothing was found: no rule is broken."])
    for name, problems in of_rule.items():
        rule = rule_of(name)
        lines += ["", f"{rule.title} ({rule.severity}): {len(problems)}", f"  by {rule.source}"]
        lines += [f"  - {problem.sentence}" for problem in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            lines.append(f"  - and {len(problems) - _SHOWN} more")
    return "\n".join(lines)

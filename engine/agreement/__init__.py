"""How well reviewers agree, and what their sample tells of the whole inventory and of what it lacks."""

from __future__ import annotations

from .agreement import agreement_of as agreement_of

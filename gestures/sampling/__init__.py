"""Samples of primary markers for review: `drawing` makes and extends them, `record` reads how they were drawn."""

from __future__ import annotations

from .drawing import CLAIMED as CLAIMED
from .drawing import DEFAULT_CELL as DEFAULT_CELL
from .drawing import DEFAULT_REVIEWERS as DEFAULT_REVIEWERS
from .drawing import DEFAULT_SHARE as DEFAULT_SHARE
from .drawing import Draw as Draw
from .drawing import draw_sample as draw_sample
from .drawing import extend_sample as extend_sample
from .record import Sample as Sample
from .record import free_name as free_name
from .record import read_sample as read_sample
from .record import sample_names as sample_names

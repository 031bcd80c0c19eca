"""The queue of candidates: `candidates` is what one goes through, `orders` in which order, `filters` which of them."""

from __future__ import annotations

from .candidates import CandidateQueue as CandidateQueue
from .filters import Count as Count
from .filters import Filter as Filter
from .history import History as History
from .history import Place as Place
from .orders import BY_ROW as BY_ROW
from .orders import CLEAR as CLEAR
from .orders import LARGEST as LARGEST
from .orders import MOST_DISPUTED as MOST_DISPUTED
from .orders import MOST_UNCERTAIN as MOST_UNCERTAIN
from .orders import MOST_USEFUL as MOST_USEFUL
from .orders import NEAREST as NEAREST
from .orders import NEIGHBOURS as NEIGHBOURS
from .orders import ORDERS as ORDERS
from .pace import minutes_left as minutes_left

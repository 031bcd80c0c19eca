"""Which seeds a method is made with, and which it has never seen when it is scored.

They were fixed before there was a method; 120 to 199 joined the first ones later, none of the unseen. Each seed is a
relief of its own, with several systems on it.
"""

DEVELOPMENT = range(100, 200)
"""To look at, and to choose a method and its numbers by."""

UNSEEN = range(9000, 9100)
"""To score by, once for each method; taken in order until there are as many systems as are wanted."""

"""An inventory beside others of the same ground: what both have, what one has as several, what one has alone."""

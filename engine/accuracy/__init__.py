"""How well candidates match reference outlines."""

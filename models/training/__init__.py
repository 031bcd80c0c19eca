"""Training of a network, and how well it does."""

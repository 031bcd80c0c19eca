"""A small world to set an engine up in, on this computer: an index with wheels, a company's network, the steps."""

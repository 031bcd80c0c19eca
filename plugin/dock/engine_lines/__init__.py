"""What the dock shows of the engine: whether it runs, a detection as it goes, a set-up."""

"""Review mode: the reviewers' decisions."""

"""How well reviewers agree, and what their sample tells of the whole inventory and of what it lacks."""

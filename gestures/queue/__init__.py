"""The queue of candidates: which are in it, in which order they come, which is next, and the way back."""

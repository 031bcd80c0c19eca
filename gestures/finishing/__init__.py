"""What is still open in an inventory, and the way through it to one that may go out."""

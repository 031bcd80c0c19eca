"""What is captured: grid, pieces, detail."""

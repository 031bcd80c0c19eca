"""What is told while the engine works, and outputs that appear only when complete."""

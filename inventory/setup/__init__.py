"""The engine's set-up, as far as it is words and numbers: flavours, pins, what a computer has, what is proposed."""

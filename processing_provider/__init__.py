"""The Processing provider: each algorithm starts one command of the engine. Holds no numbers."""

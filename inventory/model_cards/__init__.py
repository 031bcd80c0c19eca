"""What the cards of models say, and models as files, for people who choose among them."""

"""Networks: built, with the weights of a card, kept in memory."""

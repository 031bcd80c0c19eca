"""A scene in blocks: computed in any order, kept in a ledger, taken up again."""

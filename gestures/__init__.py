"""What a person does to an inventory, each one transaction: operations, reviews, undo, the queue."""

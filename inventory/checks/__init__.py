"""What an inventory is checked for: rules, and limits that several of them share."""

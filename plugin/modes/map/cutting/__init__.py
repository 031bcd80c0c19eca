"""Units that are proposed for what is shown, until they are taken or given up."""

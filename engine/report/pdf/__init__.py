"""The report as PDF, without a browser and without libraries of the system."""

"""What people corrected makes a model better: learn, compare, keep the better one."""

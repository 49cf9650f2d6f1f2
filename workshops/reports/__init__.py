"""What workshops came to, in tables: for a partner of its own, for staff of all."""

"""What people fill in on money."""

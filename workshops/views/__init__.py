"""Pages on teachers, the program's events and communities."""

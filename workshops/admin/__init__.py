"""The admin of teachers, the program's events and communities."""

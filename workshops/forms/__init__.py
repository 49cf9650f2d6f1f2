"""What people fill in: on events and teachers, and on what a partner does for its community."""

"""What people do with teachers, events and communities, and what follows from it."""

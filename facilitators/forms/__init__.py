"""The forms of facilitators, and those of partners that are about them."""

"""The pages of facilitators, and those of partners that are about them."""

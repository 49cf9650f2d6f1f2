"""The pages anyone may read, and the one form among them."""

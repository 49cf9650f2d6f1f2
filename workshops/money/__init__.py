"""How money is worked out: what teacher groups bring, what is owed, and what came of it."""

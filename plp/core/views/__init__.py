"""Pages and addresses that belong to no app."""

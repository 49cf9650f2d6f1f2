"""What a partner does for its community: the forms, the pages, and what other pages say of it."""

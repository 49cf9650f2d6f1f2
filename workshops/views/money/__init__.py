"""Pages on money: what partners ask for, what they owe, and what payees see of it."""

"""How days and moments are written where Django writes them by itself, as in the admin."""

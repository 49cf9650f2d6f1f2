"""What this app holds of people, and how long it is kept."""

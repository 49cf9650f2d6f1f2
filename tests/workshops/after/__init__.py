"""What remains of workshops, and the pages of a teacher's own."""

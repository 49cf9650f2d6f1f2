"""The first floor: the program, its places, applications, review, partners and requirements."""

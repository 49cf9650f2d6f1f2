"""The middle floor: facilitators, their accreditations, availability and contracts.

Empty until the first facilitator is entered; it is installed so that addresses, checks and the
rule about who may import whom already know it.
"""

"""The top floor: schedule, staffing, rosters, attendance, community and money.

Empty until the first workshop is scheduled; it is installed so that addresses, checks and the
rule about who may import whom already know it.
"""

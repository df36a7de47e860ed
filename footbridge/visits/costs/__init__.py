"""Costs of the year per link in pence: planned, paid, who pays, and claims that the facilitator settles."""

"""Allocation: the neutral-venue slots of a programme shared over its links in one proposal.

`problem`, `solving` and `words` are pure functions, data in and data out. The rest keeps a draft with its steps, shows it to
facilitators, and books: only then meetings are dated and hosts asked.
"""

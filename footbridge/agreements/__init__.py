"""Agreements: one text, signed by the heads of both schools, before teachers train and classes meet.

The network writes the text, a programme may add clauses, heads sign. Agreement: open → signed; replaced; withdrawn.
"""

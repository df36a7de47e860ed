"""Agreements: one text, signed by the heads of every school, before teachers train and classes meet.

The network writes the text, a programme may add clauses, heads sign. Agreement: open → signed, open again when the words change; withdrawn.
"""

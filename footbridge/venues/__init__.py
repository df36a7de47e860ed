"""Venues: places where classes meet, kept by their hosts from year to year.

A host keeps profile, slots and days that do not suit. Slot: free → held → confirmed; withdrawn.
"""

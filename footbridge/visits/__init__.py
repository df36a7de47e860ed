"""Visits: the classes meet; at a neutral venue first, then each school hosts, then a goodbye.

Both teachers share one plan per meeting. Meeting: planned → dated → held | not held; moved; called off.
"""

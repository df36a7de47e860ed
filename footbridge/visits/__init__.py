"""Visits: the classes meet; at a neutral venue first, then each school hosts, then a goodbye.

Both teachers share one plan per meeting. Meeting: planned → dated → held | not held; moved; called off. Folders by idea:
meetings (which ones, and when), plans (what happens on the day), groups (children mixed, kept nowhere), afterwards (held or
not, how many, how it was), costs (who pays what in the year).
"""

"""Vault: what is about a child is sealed under a key per link and year that lives outside the database.

Destroying the key destroys everything it sealed, in backups too.
"""

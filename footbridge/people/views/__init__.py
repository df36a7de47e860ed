"""Pages about people: invitations, second keys, the own account, colleagues, the first steps of a network."""

"""Adults who work in linking: invited by e-mail, signed in with a second factor, holding one or more roles.

Somebody with the right invites (invitation: sent → accepted, withdrawn or expired); the person proves the address with a
typed code, sets a second factor, and acts in one role at a time. Leaving ends a membership and keeps its history.
"""

"""Who changed what: an append-only chain of lines, written inside each action, sealed so that any edit shows.

Lines carry opaque ids only, never names or text. `./run manage verify_audit` checks the chain. `@action` is the frame of
every verb that changes rows: one transaction, its audit lines written last, so that the chain is locked for an instant.
"""

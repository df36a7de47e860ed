"""The vault: what is about a child is sealed under a key of its link and year, which is kept outside the database.

`locks` names a key, `keys` keeps the keys in a folder or a key service, `sealing` seals and opens, `objects` keeps sealed bytes
on disk or in an S3-compatible store, `walls` is the second wall in PostgreSQL, `ledger` remembers what was deleted, so that a
restored backup cannot bring it back, `switches` shuts things at once.

    lock = Lock(link=link.pk, year=link.linking_year.start)
    row.sealed = sealing.seal(b"Amina", lock=lock, kind="label", row=row.pk)
    with walls.inside(link.pk):            # one transaction, rows of this link alone
        text = sealing.open_(row.sealed, lock=lock, kind="label", row=row.pk)
"""

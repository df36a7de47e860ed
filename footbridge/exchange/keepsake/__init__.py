"""The keepsake: at the end each class takes home a book of what it made and of what its partner lets it keep.

The gate is asked for every piece when the book is made, and once more when it is fetched. The partner's pieces are in it only where
their teacher said “may be kept”. It lies sealed until it is fetched, and is gone an hour later.
"""

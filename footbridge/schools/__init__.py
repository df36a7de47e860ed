"""Schools of the national register, known by URN: their facts with source and date, and what their pupils are like.

Network staff import the Department for Education's files (previewed → applied); a facilitator may add a school that has no
URN. A closed school points to its successors. Unknown stays unknown.
"""

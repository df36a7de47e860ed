"""The face of Footbridge: the base pages, the parts they are built from, forms, tables, charts, maps and drawings.

It knows no school, class or link. Every page of every app extends one of its bases and is put together from its
parts (`{% load ui %}`); `docs/look.md` shows how in ten examples, and the component page shows every part in every
state. All of it is rendered on the server, works without script, reads from right to left as well as from left to
right, in light and dark and on paper, and needs no style or script written into a page.
"""

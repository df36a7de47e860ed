"""Families: letters with a code for each child, answers by page or paper slip, class news, and invitations, in the family's language.

A family answers by a code; a no counts at once, a yes when the teacher has confirmed who answered. The school stays master of that:
the platform knows a code and a relation, and no adult's name. Nothing here says where or when a class is (docs/adr/0050).
"""

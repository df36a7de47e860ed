"""Exchange: two classes share their work, questions and answers, and no child comes to harm.

The sending teacher approves, the receiving teacher releases. Anything of a child is sealed in the vault, behind the second wall.
"""

"""June–October: the facilitator turns offered classes into links.

Drafts are hers alone (proposed, changed, compared). Offering makes links of a draft (offered → standing when every head
has accepted; declined, withdrawn or ended otherwise). Late joiners are paired around the links that stand.
"""

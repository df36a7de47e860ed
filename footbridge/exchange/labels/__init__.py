"""The children of a class of a link, by the labels their teacher typed. Other rooms read labels here and nowhere else.

    from footbridge.exchange.labels import ChildLabel, counts_of, labels_for_groups, own_labels

    own_labels(viewer, link_class_id)      the viewer's own class, in order; [] when the viewer does not lead it
    labels_for_groups(viewer, link_id)     {class of the link: [ChildLabel, …]} of every class, for a meeting's mixed groups, for
                                           any teacher of the link; {} for everybody else
    counts_of(link_ids)                    {class of the link: how many}, for the platform; says nothing of a child

A `ChildLabel` is a plain value: id (UUID), text, link_class, position. Keep the id in your rows, never the text, and ask again when a
page needs the text: a label may be gone by then (removed by its teacher, or at the year's end), and is then left out. A table that
holds ids of labels belongs behind the second wall: `walls.behind_wall("your_table")` in its migration, `walls.inside(link_id)`
round its reads and writes. What must go when a label goes: `on_removal(function)`, called with the label's id in the
transaction that removes it.

The functions open the wall for one link themselves. Facilitators, hosts, office and network staff get nothing.
"""

from footbridge.exchange.labels.queries import ChildLabel, counts_of, labels_for_groups, own_labels
from footbridge.exchange.labels.removal import on_removal

__all__ = ["ChildLabel", "counts_of", "labels_for_groups", "on_removal", "own_labels"]

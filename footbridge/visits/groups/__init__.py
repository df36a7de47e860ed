"""Mixed groups: children of the linked classes in groups for one day, by the labels of the exchange; sealed, and gone the day after."""

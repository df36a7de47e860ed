"""Groups: children as labels put into mixed groups; sheets, stickers and a register on paper; nothing of it is stored here."""

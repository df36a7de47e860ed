"""The end of a room: 30 days after its link's end, on 31 August at the latest, key and rows go. A certificate stays."""

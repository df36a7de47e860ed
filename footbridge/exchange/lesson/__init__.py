"""Class mode: a teacher opens the room on shared tablets for one lesson. What children make lands in its tray."""

"""Pages of network staff and facilitators about programmes."""

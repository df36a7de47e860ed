"""Reading occasions and places: for pages through the viewer, for the platform's own work by row."""

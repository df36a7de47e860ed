"""Resources: activities for linked classes, read from docs/activities.md, to search, print and take into one's room."""

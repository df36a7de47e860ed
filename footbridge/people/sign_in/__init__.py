"""How the sign-in library is bent to the house: its mail, its words, its second step, its doors."""

"""Pages of booking: for everybody (public), for whoever holds a place (holding), for head and office (releasing), for organisers
(organising, attending)."""

"""Network staff: setting programmes up, handing them over, seeing how far all of them are."""

"""What changes rows of families: codes are made, answers arrive and are settled, slips are typed, news is published."""

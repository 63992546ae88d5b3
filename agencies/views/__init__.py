"""Pages of agencies: choosing one, its members, its profile, and the operators' own."""

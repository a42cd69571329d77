"""What the first page shows, as far as it is the same for everybody."""

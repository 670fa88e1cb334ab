"""What a firm and its clients do: engage, keep case files, sue."""

"""How exhibits become one paginated file: each as pages, sheets before them, stamped, indexed, split by size."""

"""Pages that belong to no single app: first page, home by role, gallery of components, errors."""

"""Forms of the pages that span several apps."""

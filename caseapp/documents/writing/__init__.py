"""How a template becomes a page: the grammar of its places, the text's structure, and the three shapes of it."""

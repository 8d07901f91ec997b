"""Scripts that run inside the foreign project, with its Python and its Django; each prints JSON in its last line."""

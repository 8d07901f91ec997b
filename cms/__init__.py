"""The composition root: it wires the apps into one site. Nothing imports it."""

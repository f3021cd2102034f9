"""Training of the small models that ship with the product, from conversations written for it."""

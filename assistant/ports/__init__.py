"""What the product needs from the outside, as contracts. Edges implement them; capabilities know only these."""

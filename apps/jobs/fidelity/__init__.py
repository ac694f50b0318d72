"""How near a result is to the real product: numbers in, numbers out. No Django."""

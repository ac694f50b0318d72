"""The demo season's products, one module per collection."""

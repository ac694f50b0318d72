"""Reading a large library: one page of it, and how much there is of what, in a few queries."""

"""What the law gives a person: a copy of what is kept about them, and to be forgotten."""

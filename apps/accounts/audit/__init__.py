"""Who did what, when, from where, and what was there before and after. Only added to."""

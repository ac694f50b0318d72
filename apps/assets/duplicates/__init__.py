"""The same thing twice in the library: found, shown side by side, merged by a person, undone."""

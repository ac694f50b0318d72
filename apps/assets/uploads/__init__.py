"""Files that go straight to the storage, by addresses signed here."""

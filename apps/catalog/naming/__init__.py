"""File names: what they say of what comes in, and what files are called that go out."""

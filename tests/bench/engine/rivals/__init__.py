"""The others of the same run: what people would use instead."""

"""Rights and releases: what may be done with an asset, where, when, and who agreed to it."""

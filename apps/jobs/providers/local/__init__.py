"""The local provider: classical methods on this machine's processor, no weights, no key."""

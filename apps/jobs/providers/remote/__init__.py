"""Providers that are asked over HTTP, for money: clients, and the flow of a paid call."""

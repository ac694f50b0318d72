"""What a file from outside is, decided by its bytes alone. Needs no Django: it runs in children."""

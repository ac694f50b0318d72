"""Real servers for tests, trials and chaos: started on private ports, gone afterwards."""

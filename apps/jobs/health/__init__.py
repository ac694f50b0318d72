"""How the engine stands: is it alive, is it ready, who works, how long things wait."""

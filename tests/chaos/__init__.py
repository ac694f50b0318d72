"""Everything that may die does, while three hundred jobs are made; afterwards the tables speak.

``python -m tests.chaos`` (``make chaos``); ``--short`` is the form that is part of the tests.
"""

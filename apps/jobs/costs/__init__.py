"""Money: budgets, and the one ledger of what was held, charged and given back."""

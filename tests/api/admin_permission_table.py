"""Which role may see and change which model in the Django admin, written by hand."""

SEEN = "see"
CHANGED = "see change"
MADE = "see add change"
KEPT = "see add change delete"
NOTHING = ""
# Model, a row of it, what an admin may, what a super_admin, what an admin of another team; adding
# is a matter of one's own team.
# Nobody else enters the Django admin.
ADMIN: list[tuple[str, str, str, str, str]] = [
    ("accounts.team", "team", SEEN, KEPT, NOTHING),
    ("accounts.user", "user", SEEN, KEPT, NOTHING),
    ("assets.asset", "asset", CHANGED, CHANGED, NOTHING),
    ("assets.collection", "collection", MADE, MADE, "add"),
    ("assets.tag", "tag", CHANGED, CHANGED, NOTHING),
    ("assets.version", "version", SEEN, SEEN, NOTHING),
    ("assets.rendition", "rendition", SEEN, SEEN, NOTHING),
    ("assets.blob", "blob", NOTHING, SEEN, NOTHING),
    ("assets.lineage", "lineage", SEEN, SEEN, NOTHING),
    ("catalog.client", "client", CHANGED, CHANGED, NOTHING),
    ("catalog.campaign", "campaign", CHANGED, CHANGED, NOTHING),
    ("catalog.photograph", "photograph", SEEN, SEEN, NOTHING),
    ("catalog.productmedia", "media", SEEN, SEEN, NOTHING),
    ("catalog.publication", "publication", SEEN, SEEN, NOTHING),
    ("catalog.product", "product", CHANGED, CHANGED, NOTHING),
    ("catalog.variant", "variant", CHANGED, CHANGED, NOTHING),
    ("catalog.season", "season", CHANGED, CHANGED, NOTHING),
    ("catalog.drop", "drop", CHANGED, CHANGED, NOTHING),
    # One list for the whole house.
    ("catalog.shotrequirement", "shot", KEPT, KEPT, KEPT),
    ("jobs.callbackdelivery", "callback", SEEN, SEEN, NOTHING),
    ("jobs.providercall", "call", SEEN, SEEN, NOTHING),
    ("jobs.budget", "budget", SEEN, SEEN, NOTHING),
    ("jobs.ledgerentry", "ledger_entry", SEEN, SEEN, NOTHING),
    # Of the whole house.
    ("jobs.worker", "worker", NOTHING, SEEN, NOTHING),
    ("jobs.leadership", "leadership", NOTHING, SEEN, NOTHING),
    ("jobs.providerbucket", "provider_bucket", NOTHING, SEEN, NOTHING),
    ("jobs.queuehold", "queue_hold", NOTHING, SEEN, NOTHING),
    ("jobs.tally", "tally", NOTHING, SEEN, NOTHING),
    ("jobs.tallymark", "tally_mark", NOTHING, SEEN, NOTHING),
    ("jobs.webhookdelivery", "webhook", NOTHING, SEEN, NOTHING),
    # Shared by every team, and never says whose work it came from.
    ("jobs.cacheentry", "cache_entry", NOTHING, SEEN, NOTHING),
    ("jobs.cachefile", "cache_file", NOTHING, SEEN, NOTHING),
    ("jobs.job", "job", SEEN, SEEN, NOTHING),
    ("jobs.step", "step", SEEN, SEEN, NOTHING),
    ("jobs.event", "event", SEEN, SEEN, NOTHING),
    ("jobs.stepfile", "step_file", SEEN, SEEN, NOTHING),
    ("jobs.fidelityreport", "fidelity", SEEN, SEEN, NOTHING),
    ("jobs.fidelityevidence", "fidelity_evidence", SEEN, SEEN, NOTHING),
    ("jobs.review", "review", SEEN, SEEN, NOTHING),
    ("jobs.reviewclaim", "claim", SEEN, SEEN, NOTHING),
    ("jobs.reviewdecision", "decision", SEEN, SEEN, NOTHING),
]

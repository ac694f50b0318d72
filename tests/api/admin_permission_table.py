"""Which role may see and change which model in the Django admin, written by hand.

Columns: anonymous, read_only, api_user, developer, admin, super_admin; a colleague: a stranger of
the same team; a stranger: an admin of another team. To the admin of the table nothing of the house
belongs either. ``in``: sent to sign in. ``-``: nothing, as if the row were not there. Letters:

s  see the row: in the list, on its page, in its history
a  add one, which is a matter of one's own team
c  change it
d  delete it
"""

SEEN = "in in in in s s in -"
CHANGED = "in in in in sc sc in -"
MADE = "in in in in sac sac in a"
KEPT = "in in in in sacd sacd in sacd"
OWNERS_KEEP = "in in in in s sacd in -"
SEEN_BY_OWNERS = "in in in in - s in -"

# Model, a row of it, outcomes.
ADMIN: list[tuple[str, str, str]] = [
    ("accounts.team", "team", OWNERS_KEEP),
    ("accounts.user", "user", OWNERS_KEEP),
    ("assets.asset", "asset", CHANGED),
    ("assets.collection", "collection", MADE),
    ("assets.tag", "tag", CHANGED),
    ("assets.version", "version", SEEN),
    ("assets.rendition", "rendition", SEEN),
    ("assets.blob", "blob", SEEN_BY_OWNERS),
    ("assets.lineage", "lineage", SEEN),
    ("catalog.client", "client", CHANGED),
    ("catalog.campaign", "campaign", CHANGED),
    ("catalog.photograph", "photograph", SEEN),
    ("catalog.productmedia", "media", SEEN),
    ("catalog.publication", "publication", SEEN),
    ("catalog.product", "product", CHANGED),
    ("catalog.variant", "variant", CHANGED),
    ("catalog.season", "season", CHANGED),
    ("catalog.drop", "drop", CHANGED),
    # One list for the whole house.
    ("catalog.shotrequirement", "shot", KEPT),
    ("jobs.callbackdelivery", "callback", SEEN),
    ("jobs.providercall", "call", SEEN),
    ("jobs.budget", "budget", SEEN),
    ("jobs.ledgerentry", "ledger_entry", SEEN),
    # Of the whole house.
    ("jobs.worker", "worker", SEEN_BY_OWNERS),
    ("jobs.leadership", "leadership", SEEN_BY_OWNERS),
    ("jobs.providerbucket", "provider_bucket", SEEN_BY_OWNERS),
    ("jobs.queuehold", "queue_hold", SEEN_BY_OWNERS),
    ("jobs.tally", "tally", SEEN_BY_OWNERS),
    ("jobs.tallymark", "tally_mark", SEEN_BY_OWNERS),
    ("jobs.webhookdelivery", "webhook", SEEN_BY_OWNERS),
    # Shared by every team, and never says whose work it came from.
    ("jobs.cacheentry", "cache_entry", SEEN_BY_OWNERS),
    ("jobs.cachefile", "cache_file", SEEN_BY_OWNERS),
    ("jobs.job", "job", SEEN),
    ("jobs.step", "step", SEEN),
    ("jobs.event", "event", SEEN),
    ("jobs.stepfile", "step_file", SEEN),
    ("jobs.fidelityreport", "fidelity", SEEN),
    ("jobs.fidelityevidence", "fidelity_evidence", SEEN),
    ("jobs.review", "review", SEEN),
    ("jobs.reviewclaim", "claim", SEEN),
    ("jobs.reviewdecision", "decision", SEEN),
]

STAFF = "in in in in 200 200 in 200"
# The one door of the house is elsewhere: whoever is signed in and no staff is refused.
DOOR = "302 403 403 403 302 302 403 302"
OWNERS_PAGE = "in in in in 403 200 in 403"

# The other addresses of the admin: name, method, the row it is about, outcomes.
SITE: list[tuple[str, str, str, str]] = [
    ("index", "GET", "", STAFF),
    ("app_list", "GET", "jobs", STAFF),
    ("login", "GET", "", DOOR),
    ("login", "POST", "", DOOR),
    # Led to the door, whoever it was.
    ("logout", "POST", "", "302 302 302 302 302 302 302 302"),
    ("password_change", "GET", "", STAFF),
    ("password_change", "POST", "", STAFF),
    ("password_change_done", "GET", "", STAFF),
    # Of what no list asks for; a role that may not see the model gets 403 as well.
    ("autocomplete", "GET", "", "in in in in 403 403 in 403"),
    ("jsi18n", "GET", "", STAFF),
    ("view_on_site", "GET", "user", "in in in in 404 404 in 404"),
    ("auth_user_password_change", "GET", "user", OWNERS_PAGE),
    ("auth_user_password_change", "POST", "user", OWNERS_PAGE),
]

# Model, action of its list, the roles to whom it is offered and for whom it does something.
ACTIONS: list[tuple[str, str, set[str]]] = [
    ("accounts.team", "delete_selected", {"super_admin"}),
    ("accounts.user", "delete_selected", {"super_admin"}),
    ("accounts.user", "sign_out_everywhere", {"super_admin"}),
    ("accounts.user", "remove_second_factor", {"super_admin"}),
    ("assets.asset", "put_into_bin", {"admin", "super_admin", "stranger"}),
    ("assets.asset", "restore", {"admin", "super_admin", "stranger"}),
    ("assets.asset", "render_again", {"admin", "super_admin", "stranger"}),
    ("catalog.publication", "unpublish_chosen", {"admin", "super_admin", "stranger"}),
    ("catalog.product", "publish_chosen", {"admin", "super_admin", "stranger"}),
    ("catalog.product", "unpublish_chosen", {"admin", "super_admin", "stranger"}),
    ("catalog.product", "archive_chosen", {"admin", "super_admin", "stranger"}),
    ("catalog.product", "restore_chosen", {"admin", "super_admin", "stranger"}),
    ("catalog.shotrequirement", "delete_selected", {"admin", "super_admin", "stranger"}),
    ("jobs.callbackdelivery", "send_again", {"admin", "super_admin", "stranger"}),
    ("jobs.job", "cancel", {"admin", "super_admin", "stranger"}),
    ("jobs.job", "retry", {"admin", "super_admin", "stranger"}),
]

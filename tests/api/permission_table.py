"""Who gets what at every address, written by hand from the architecture's table of roles.

Columns: anonymous, read_only, api_user, developer, admin, super_admin; a colleague: an api_user of
the same team to whom none of the rows belongs; a stranger: an admin of another team. A number is
that very status. Words:

some, none  200, with rows or without any
may         neither refused nor hidden: done, or refused for what was sent
in          sent to sign in

A page or resource without a row for a method must answer 405 to it.
"""

ANYBODY = "200 200 200 200 200 200 200 200"
READ_LIST = "401 some some some some some some none"
PRODUCERS_LIST = "401 403 403 403 some some 403 none"
PRODUCERS_ROW = "401 403 403 403 200 200 403 404"
READ_ROW = "401 200 200 200 200 200 200 404"
HOUSE_LIST = "401 some some some some some some some"
MAKE_AS_CONTRIBUTOR = "401 403 may may may may may may"
MAKE_AS_PRODUCER = "401 403 403 403 may may 403 may"
CHANGE_AS_CONTRIBUTOR = "401 403 may may may may may 404"
CHANGE_AS_REVIEWER = "401 403 403 may may may 403 404"
CHANGE_AS_PRODUCER = "401 403 403 403 may may 403 404"
# Jobs of the table are a Reviewer's: a Contributor sees their own only.
JOB_LIST = "401 403 none some some some none none"
JOB_ROW = "401 403 404 200 200 200 404 404"
# Of the whole house, whichever team.
OPERATORS = "401 403 403 403 200 200 403 200"
JOB_MOVE = "401 403 404 may may may 404 404"

# What is sent to these decides, and here nothing is.
ASKS_ANYBODY = "400 400 400 400 400 400 400 400"
OWN_ACCOUNT = "401 400 400 400 400 400 400 400"

# Route, method, the row it is about (its ids fill the address), outcomes.
API: list[tuple[str, str, str, str]] = [
    ("schema", "GET", "", ANYBODY),
    ("docs", "GET", "", ANYBODY),
    ("auth-token", "POST", "", ASKS_ANYBODY),
    ("auth-token-refresh", "POST", "", ASKS_ANYBODY),
    ("auth-register", "POST", "", ASKS_ANYBODY),
    ("auth-register-confirm", "POST", "", ASKS_ANYBODY),
    ("auth-email-confirm", "POST", "", ASKS_ANYBODY),
    ("auth-password-lost", "POST", "", ASKS_ANYBODY),
    ("auth-password-reset", "POST", "", ASKS_ANYBODY),
    ("auth-me", "GET", "", "401 200 200 200 200 200 200 200"),
    ("auth-me", "PATCH", "", "401 200 200 200 200 200 200 200"),
    ("auth-sign-out", "POST", "", "401 204 204 204 204 204 204 204"),
    ("auth-sign-out-everywhere", "POST", "", "401 204 204 204 204 204 204 204"),
    ("auth-password", "POST", "", OWN_ACCOUNT),
    ("auth-second-factor", "GET", "", "401 200 200 200 200 200 200 200"),
    ("auth-second-factor", "POST", "", OWN_ACCOUNT),
    ("auth-second-factor-confirm", "POST", "", OWN_ACCOUNT),
    ("auth-second-factor-off", "POST", "", OWN_ACCOUNT),
    ("auth-second-factor-recovery-codes", "POST", "", OWN_ACCOUNT),
    # The key and the device of the table are a Reviewer's: nobody else's business, Owners' neither.
    ("auth-api-key-list", "GET", "", "401 none none some none none none none"),
    ("auth-api-key-list", "POST", "", OWN_ACCOUNT),
    ("auth-api-key-detail", "DELETE", "api_key", "401 404 404 204 404 404 404 404"),
    ("auth-device-list", "GET", "", "401 none none some none none none none"),
    ("auth-device-detail", "DELETE", "device", "401 404 404 204 404 404 404 404"),
    ("api-ingest-list", "POST", "", MAKE_AS_CONTRIBUTOR),
    # The upload of the table is a Contributor's: nobody else's business.
    ("upload-list", "GET", "", "401 403 some none none none none none"),
    ("upload-list", "POST", "", MAKE_AS_CONTRIBUTOR),
    ("upload-detail", "GET", "upload", "401 403 200 404 404 404 404 404"),
    ("upload-address", "POST", "upload", "401 403 200 404 404 404 404 404"),
    # Its file has not come.
    ("upload-confirm", "POST", "upload", "401 403 409 404 404 404 404 404"),
    # The request of the table is about a Viewer: theirs, and an Owner's business.
    ("privacy-list", "GET", "", "401 some none none none some none none"),
    ("privacy-list", "POST", "", "401 400 400 400 400 400 400 400"),
    ("privacy-detail", "GET", "privacy", "401 200 404 404 404 200 404 404"),
    ("privacy-archive", "GET", "privacy", "401 200 404 404 404 200 404 404"),
    ("audit-list", "GET", "", PRODUCERS_LIST),
    ("audit-detail", "GET", "audit_entry", PRODUCERS_ROW),
    ("asset-list", "GET", "", READ_LIST),
    ("asset-list", "POST", "", MAKE_AS_CONTRIBUTOR),
    ("asset-detail", "GET", "asset", READ_ROW),
    ("asset-detail", "PATCH", "asset", CHANGE_AS_CONTRIBUTOR),
    ("asset-detail", "DELETE", "asset", CHANGE_AS_REVIEWER),
    ("asset-download", "GET", "asset", READ_ROW),
    ("asset-link", "POST", "asset", READ_ROW),
    ("asset-bin", "GET", "", "401 403 403 some some some 403 none"),
    ("asset-version", "DELETE", "first_version", CHANGE_AS_REVIEWER),
    ("asset-restore", "POST", "binned", CHANGE_AS_REVIEWER),
    ("asset-revert", "POST", "asset", CHANGE_AS_CONTRIBUTOR),
    ("asset-rights", "GET", "asset", READ_ROW),
    ("asset-rights", "PUT", "asset", CHANGE_AS_PRODUCER),
    ("asset-rights", "DELETE", "asset", CHANGE_AS_PRODUCER),
    ("asset-check-rights", "GET", "asset", READ_ROW),
    ("asset-export", "POST", "", "401 may may may may may may may"),
    ("naming", "GET", "", "401 200 200 200 200 200 200 200"),
    ("naming", "PUT", "", MAKE_AS_PRODUCER),
    ("tray-list", "GET", "", READ_LIST),
    ("tray-detail", "GET", "in_tray", READ_ROW),
    ("tray-place", "POST", "", MAKE_AS_CONTRIBUTOR),
    ("tray-read-again", "POST", "", MAKE_AS_CONTRIBUTOR),
    ("bulk-edit-list", "GET", "", READ_LIST),
    ("bulk-edit-list", "POST", "", MAKE_AS_CONTRIBUTOR),
    ("bulk-edit-detail", "GET", "bulk_edit", READ_ROW),
    ("bulk-edit-undo", "POST", "bulk_edit", CHANGE_AS_CONTRIBUTOR),
    # The search of the table is shared, and a Reviewer's.
    ("saved-search-list", "GET", "", READ_LIST),
    ("saved-search-list", "POST", "", "401 may may may may may may may"),
    ("saved-search-detail", "GET", "saved_search", READ_ROW),
    ("saved-search-detail", "DELETE", "saved_search", "401 403 403 204 403 403 403 404"),
    ("duplicate-list", "GET", "", READ_LIST),
    ("duplicate-detail", "GET", "pair", READ_ROW),
    ("duplicate-merge", "POST", "pair", CHANGE_AS_CONTRIBUTOR),
    ("duplicate-keep-both", "POST", "pair", CHANGE_AS_CONTRIBUTOR),
    ("duplicate-undo", "POST", "pair", CHANGE_AS_CONTRIBUTOR),
    ("release-list", "GET", "", READ_LIST),
    ("release-list", "POST", "", MAKE_AS_PRODUCER),
    ("release-detail", "GET", "release", READ_ROW),
    ("release-detail", "DELETE", "release", CHANGE_AS_PRODUCER),
    ("collection-list", "GET", "", READ_LIST),
    ("collection-list", "POST", "", MAKE_AS_PRODUCER),
    ("collection-all-stats", "GET", "", READ_LIST),
    ("collection-detail", "GET", "collection", READ_ROW),
    ("collection-detail", "PATCH", "collection", CHANGE_AS_PRODUCER),
    ("collection-detail", "DELETE", "collection", CHANGE_AS_PRODUCER),
    ("collection-stats", "GET", "collection", READ_ROW),
    ("product-list", "GET", "", READ_LIST),
    ("product-list", "POST", "", MAKE_AS_CONTRIBUTOR),
    ("product-detail", "GET", "product", READ_ROW),
    ("product-detail", "PATCH", "product", CHANGE_AS_CONTRIBUTOR),
    ("product-archive", "POST", "product", CHANGE_AS_CONTRIBUTOR),
    ("product-restore", "POST", "product", CHANGE_AS_CONTRIBUTOR),
    ("product-publish", "POST", "product", CHANGE_AS_PRODUCER),
    ("product-unpublish", "POST", "product", CHANGE_AS_PRODUCER),
    ("variant-list", "GET", "", READ_LIST),
    ("variant-list", "POST", "", MAKE_AS_CONTRIBUTOR),
    ("variant-detail", "GET", "variant", READ_ROW),
    ("variant-detail", "PATCH", "variant", CHANGE_AS_CONTRIBUTOR),
    ("season-list", "GET", "", READ_LIST),
    ("season-list", "POST", "", MAKE_AS_CONTRIBUTOR),
    ("season-detail", "GET", "season", READ_ROW),
    ("season-detail", "PATCH", "season", CHANGE_AS_CONTRIBUTOR),
    ("drop-list", "GET", "", READ_LIST),
    ("drop-list", "POST", "", MAKE_AS_CONTRIBUTOR),
    ("drop-detail", "GET", "drop", READ_ROW),
    ("drop-detail", "PATCH", "drop", CHANGE_AS_PRODUCER),
    ("drop-board", "GET", "drop", READ_ROW),
    ("client-list", "GET", "", PRODUCERS_LIST),
    ("client-list", "POST", "", MAKE_AS_PRODUCER),
    ("client-detail", "GET", "client", PRODUCERS_ROW),
    ("client-detail", "PATCH", "client", CHANGE_AS_PRODUCER),
    ("campaign-list", "GET", "", PRODUCERS_LIST),
    ("campaign-list", "POST", "", MAKE_AS_PRODUCER),
    ("campaign-detail", "GET", "campaign", PRODUCERS_ROW),
    ("campaign-detail", "PATCH", "campaign", CHANGE_AS_PRODUCER),
    ("photograph-list", "GET", "", READ_LIST),
    ("photograph-list", "POST", "", MAKE_AS_CONTRIBUTOR),
    ("photograph-detail", "GET", "photograph", READ_ROW),
    ("photograph-detail", "PATCH", "photograph", CHANGE_AS_CONTRIBUTOR),
    ("photograph-detail", "DELETE", "photograph", CHANGE_AS_CONTRIBUTOR),
    ("product-media-list", "GET", "", READ_LIST),
    ("product-media-detail", "GET", "media", READ_ROW),
    ("shot-list-list", "GET", "", HOUSE_LIST),
    ("shot-list-detail", "GET", "shot", "401 200 200 200 200 200 200 200"),
    ("publication-list", "GET", "", READ_LIST),
    ("publication-detail", "GET", "publication", READ_ROW),
    ("api-budget-list", "GET", "", PRODUCERS_LIST),
    ("api-budget-list", "POST", "", MAKE_AS_PRODUCER),
    ("api-budget-detail", "GET", "budget", PRODUCERS_ROW),
    ("api-budget-detail", "PATCH", "budget", CHANGE_AS_PRODUCER),
    ("api-call-list", "GET", "", PRODUCERS_LIST),
    ("api-call-detail", "GET", "call", PRODUCERS_ROW),
    ("api-call-send-again", "POST", "call", CHANGE_AS_PRODUCER),
    ("api-call-write-off", "POST", "call", CHANGE_AS_PRODUCER),
    ("api-cost-overview", "GET", "", "401 403 403 403 200 200 403 200"),
    # The signature is the whole authentication, and nobody has one.
    ("api-webhook", "POST", "atelier", "401 401 401 401 401 401 401 401"),
    ("api-callback-list", "GET", "", JOB_LIST),
    ("api-callback-detail", "GET", "callback", JOB_ROW),
    ("api-callback-resend", "POST", "callback", JOB_MOVE),
    ("api-callback-secret", "GET", "", OPERATORS),
    ("api-worker-list", "GET", "", OPERATORS),
    ("api-worker-ping", "GET", "", "401 200 200 200 200 200 200 200"),
    ("api-worker-queues", "GET", "", OPERATORS),
    ("api-job-list", "GET", "", JOB_LIST),
    ("api-job-list", "POST", "", MAKE_AS_CONTRIBUTOR),
    ("api-job-board", "GET", "", JOB_LIST),
    ("api-job-detail", "GET", "job", JOB_ROW),
    ("api-job-cancel", "POST", "job", JOB_MOVE),
    ("api-job-children", "GET", "batch", JOB_ROW),
    ("api-job-events", "GET", "job", JOB_ROW),
    ("api-job-pause", "POST", "job", JOB_MOVE),
    ("api-job-resume", "POST", "job", JOB_MOVE),
    ("api-job-retry", "POST", "job", JOB_MOVE),
    ("api-job-undo-again", "POST", "job", JOB_MOVE),
    ("api-job-put-right", "POST", "job", JOB_MOVE),
    ("api-job-snapshot", "GET", "job", JOB_ROW),
    ("api-pipeline-list", "GET", "", HOUSE_LIST),
    ("api-pipeline-detail", "GET", "pipeline", "401 200 200 200 200 200 200 200"),
    ("api-models-generate", "POST", "", MAKE_AS_CONTRIBUTOR),
    ("api-models-batch-generate", "POST", "", MAKE_AS_CONTRIBUTOR),
    ("api-models-estimate", "POST", "", "401 may may may may may may may"),
    ("api-models-job-list", "GET", "", JOB_LIST),
    ("api-models-job-detail", "GET", "model_job", JOB_ROW),
    ("api-models-job-cancel", "POST", "model_job", JOB_MOVE),
    ("api-models-job-retry", "POST", "model_job", JOB_MOVE),
    ("api-models-provider-list", "GET", "", HOUSE_LIST),
    ("api-models-provider-detail", "GET", "provider", "401 200 200 200 200 200 200 200"),
    ("api-models-fidelity-detail", "GET", "scored", READ_ROW),
    ("api-models-fidelity-approve", "POST", "scored", CHANGE_AS_REVIEWER),
    ("api-models-fidelity-reject", "POST", "scored", CHANGE_AS_REVIEWER),
    ("api-review-list", "GET", "", "401 none none some some some none none"),
    ("api-review-counts", "GET", "", "401 200 200 200 200 200 200 200"),
    ("api-review-reasons", "GET", "", HOUSE_LIST),
    ("api-review-detail", "GET", "review", "401 404 404 200 200 200 404 404"),
    ("api-review-approve", "POST", "review", CHANGE_AS_REVIEWER),
    ("api-review-claim", "POST", "review", CHANGE_AS_REVIEWER),
    ("api-review-regenerate", "POST", "review", CHANGE_AS_REVIEWER),
    ("api-review-reject", "POST", "review", CHANGE_AS_REVIEWER),
    ("api-review-release", "POST", "review", CHANGE_AS_REVIEWER),
    ("api-review-undo", "POST", "review", CHANGE_AS_REVIEWER),
]

UNFINISHED = "422 422 422 422 422 422 422 422"
OPEN_TO_SIGNED_IN = "in 200 200 200 200 200 200 200"
SEE_PAGE = "in 200 200 200 200 200 200 404"
FORM_FOR_CONTRIBUTORS = "in 403 200 200 200 200 200 200"
SEND_AS_CONTRIBUTOR = "in 403 may may may may may may"
FORM_FOR_PRODUCERS = "in 403 403 403 200 200 403 200"
SEND_AS_PRODUCER = "in 403 403 403 may may 403 may"
FORM_OF_ROW_FOR_CONTRIBUTORS = "in 403 200 200 200 200 200 404"
SEND_TO_ROW_AS_CONTRIBUTOR = "in 403 may may may may may 404"
SEE_ROW_AS_REVIEWER = "in 403 403 200 200 200 403 404"
SEND_TO_ROW_AS_REVIEWER = "in 403 403 may may may 403 404"
FORM_OF_ROW_FOR_PRODUCERS = "in 403 403 403 200 200 403 404"
SEND_TO_ROW_AS_PRODUCER = "in 403 403 403 may may 403 404"
SEE_JOB = "in 403 404 200 200 200 404 404"

PAGES: list[tuple[str, str, str, str]] = [
    ("health:live", "GET", "", ANYBODY),
    # Nobody works in these tests.
    ("health:ready", "GET", "", "503 503 503 503 503 503 503 503"),
    # Asked from this machine.
    ("health:metrics", "GET", "", ANYBODY),
    ("accounts:sign_in", "GET", "", "200 302 302 302 302 302 302 302"),
    ("accounts:sign_in", "POST", "", "200 302 302 302 302 302 302 302"),
    ("accounts:sign_out", "POST", "", "302 302 302 302 302 302 302 302"),
    # Without a password there is nothing to add a code to.
    ("accounts:code", "GET", "", "302 302 302 302 302 302 302 302"),
    ("accounts:code", "POST", "", "302 302 302 302 302 302 302 302"),
    ("accounts:register", "GET", "", ANYBODY),
    ("accounts:register", "POST", "", UNFINISHED),
    ("accounts:lost_password", "GET", "", ANYBODY),
    ("accounts:lost_password", "POST", "", UNFINISHED),
    # A link without its token.
    ("accounts:join", "GET", "", ASKS_ANYBODY),
    ("accounts:join", "POST", "", ASKS_ANYBODY),
    ("accounts:new_password", "GET", "", ASKS_ANYBODY),
    ("accounts:new_password", "POST", "", ASKS_ANYBODY),
    ("accounts:new_address", "GET", "", ASKS_ANYBODY),
    ("accounts:new_address", "POST", "", ASKS_ANYBODY),
    ("accounts:profile", "GET", "", OPEN_TO_SIGNED_IN),
    ("accounts:profile", "POST", "", "in may may may may may may may"),
    ("accounts:password", "GET", "", OPEN_TO_SIGNED_IN),
    ("accounts:password", "POST", "", "in may may may may may may may"),
    ("accounts:address", "POST", "", "in 422 422 422 422 422 422 422"),
    ("accounts:security", "GET", "", OPEN_TO_SIGNED_IN),
    ("accounts:second_factor", "GET", "", OPEN_TO_SIGNED_IN),
    ("accounts:second_factor", "POST", "", "in may may may may may may may"),
    ("accounts:second_factor_off", "GET", "", "in 302 302 302 302 302 302 302"),
    ("accounts:second_factor_off", "POST", "", "in 302 302 302 302 302 302 302"),
    ("accounts:recovery_codes", "GET", "", "in 302 302 302 302 302 302 302"),
    ("accounts:recovery_codes", "POST", "", "in 302 302 302 302 302 302 302"),
    ("accounts:keys", "GET", "", OPEN_TO_SIGNED_IN),
    ("accounts:keys", "POST", "", "in 422 422 422 422 422 422 422"),
    ("accounts:revoke_key", "POST", "api_key", "in 404 404 302 404 404 404 404"),
    ("accounts:devices", "GET", "", OPEN_TO_SIGNED_IN),
    ("accounts:sign_out_there", "POST", "device", "in 404 404 302 404 404 404 404"),
    ("accounts:sign_out_everywhere", "POST", "", "in 302 302 302 302 302 302 302"),
    ("accounts:privacy", "GET", "", OPEN_TO_SIGNED_IN),
    ("accounts:privacy", "POST", "", "in 422 422 422 422 422 422 422"),
    ("accounts:privacy_of", "GET", "user", "in 403 403 403 403 200 403 403"),
    ("accounts:privacy_of", "POST", "user", "in 403 403 403 403 422 403 403"),
    ("accounts:privacy_archive", "GET", "privacy", "in 200 404 404 404 200 404 404"),
    ("accounts:audit", "GET", "", FORM_FOR_PRODUCERS),
    ("accounts:audit_export", "GET", "", FORM_FOR_PRODUCERS),
    ("assets:library", "GET", "", OPEN_TO_SIGNED_IN),
    ("assets:upload", "POST", "", SEND_AS_CONTRIBUTOR),
    ("assets:bin", "GET", "", "in 403 403 200 200 200 403 200"),
    ("assets:version_delete", "POST", "first_version", "in 403 403 302 302 302 403 404"),
    # The signature is the whole authentication, and nobody has one.
    ("assets:signed", "GET", "token", "403 403 403 403 403 403 403 403"),
    ("assets:receive", "PUT", "token", "403 403 403 403 403 403 403 403"),
    ("assets:receive", "POST", "token", "403 403 403 403 403 403 403 403"),
    ("assets:detail", "GET", "asset", SEE_PAGE),
    ("assets:edit", "POST", "asset", SEND_TO_ROW_AS_CONTRIBUTOR),
    ("assets:delete", "POST", "asset", SEND_TO_ROW_AS_REVIEWER),
    ("assets:restore", "POST", "binned", SEND_TO_ROW_AS_REVIEWER),
    ("catalog:tray", "GET", "", FORM_FOR_CONTRIBUTORS),
    ("catalog:tray_place", "POST", "", SEND_AS_CONTRIBUTOR),
    ("catalog:naming", "GET", "", OPEN_TO_SIGNED_IN),
    ("catalog:naming", "POST", "", SEND_AS_PRODUCER),
    # Nothing is ticked here: back to the library.
    ("catalog:export", "GET", "", "in 302 302 302 302 302 302 302"),
    ("assets:bulk", "GET", "", "in 403 302 302 302 302 302 302"),
    ("assets:bulk", "POST", "", SEND_AS_CONTRIBUTOR),
    ("assets:bulk_undo", "POST", "bulk_edit", SEND_TO_ROW_AS_CONTRIBUTOR),
    ("assets:search_save", "POST", "", "in may may may may may may may"),
    ("assets:search_forget", "POST", "saved_search", "in 302 302 302 302 302 302 404"),
    ("assets:duplicates", "GET", "", FORM_FOR_CONTRIBUTORS),
    ("assets:duplicate_decide", "POST", "pair", SEND_TO_ROW_AS_CONTRIBUTOR),
    ("assets:rights", "POST", "asset", SEND_TO_ROW_AS_PRODUCER),
    ("assets:release_add", "POST", "portrait", SEND_TO_ROW_AS_PRODUCER),
    ("assets:release_withdraw", "POST", "release", SEND_TO_ROW_AS_PRODUCER),
    ("assets:revert", "POST", "first_version", SEND_TO_ROW_AS_CONTRIBUTOR),
    ("assets:delete_many", "POST", "", "in 403 403 may may may 403 may"),
    ("assets:file", "GET", "version", SEE_PAGE),
    ("assets:rendition", "GET", "rendition", SEE_PAGE),
    ("catalog:products", "GET", "", OPEN_TO_SIGNED_IN),
    ("catalog:product_new", "GET", "", FORM_FOR_CONTRIBUTORS),
    ("catalog:product_new", "POST", "", SEND_AS_CONTRIBUTOR),
    ("catalog:product", "GET", "product", SEE_PAGE),
    ("catalog:product_edit", "GET", "product", FORM_OF_ROW_FOR_CONTRIBUTORS),
    ("catalog:product_edit", "POST", "product", SEND_TO_ROW_AS_CONTRIBUTOR),
    ("catalog:publish", "POST", "product", SEND_TO_ROW_AS_PRODUCER),
    ("catalog:unpublish", "POST", "product", SEND_TO_ROW_AS_PRODUCER),
    ("catalog:product_archive", "POST", "product", SEND_TO_ROW_AS_CONTRIBUTOR),
    ("catalog:product_restore", "POST", "product", SEND_TO_ROW_AS_CONTRIBUTOR),
    ("catalog:variant_new", "GET", "product", FORM_OF_ROW_FOR_CONTRIBUTORS),
    ("catalog:variant_new", "POST", "product", SEND_TO_ROW_AS_CONTRIBUTOR),
    ("catalog:variant_edit", "GET", "variant", FORM_OF_ROW_FOR_CONTRIBUTORS),
    ("catalog:variant_edit", "POST", "variant", SEND_TO_ROW_AS_CONTRIBUTOR),
    ("catalog:photographs", "POST", "variant", SEND_TO_ROW_AS_CONTRIBUTOR),
    ("catalog:photograph_view", "POST", "photograph", SEND_TO_ROW_AS_CONTRIBUTOR),
    ("catalog:photograph_detach", "POST", "photograph", SEND_TO_ROW_AS_CONTRIBUTOR),
    ("catalog:drops", "GET", "", OPEN_TO_SIGNED_IN),
    ("catalog:drop_edit", "GET", "drop", FORM_OF_ROW_FOR_PRODUCERS),
    ("catalog:drop_edit", "POST", "drop", SEND_TO_ROW_AS_PRODUCER),
    ("catalog:season_new", "GET", "", FORM_FOR_CONTRIBUTORS),
    ("catalog:season_new", "POST", "", SEND_AS_CONTRIBUTOR),
    ("catalog:drop_new", "GET", "season", FORM_OF_ROW_FOR_CONTRIBUTORS),
    ("catalog:drop_new", "POST", "season", SEND_TO_ROW_AS_CONTRIBUTOR),
    ("catalog:clients", "GET", "", FORM_FOR_PRODUCERS),
    ("catalog:client_new", "GET", "", FORM_FOR_PRODUCERS),
    ("catalog:client_new", "POST", "", SEND_AS_PRODUCER),
    ("catalog:client", "GET", "client", FORM_OF_ROW_FOR_PRODUCERS),
    ("catalog:client_edit", "GET", "client", FORM_OF_ROW_FOR_PRODUCERS),
    ("catalog:client_edit", "POST", "client", SEND_TO_ROW_AS_PRODUCER),
    ("catalog:campaign_new", "GET", "client", FORM_OF_ROW_FOR_PRODUCERS),
    ("catalog:campaign_new", "POST", "client", SEND_TO_ROW_AS_PRODUCER),
    ("catalog:campaign_edit", "GET", "campaign", FORM_OF_ROW_FOR_PRODUCERS),
    ("catalog:campaign_edit", "POST", "campaign", SEND_TO_ROW_AS_PRODUCER),
    ("catalog:showcase", "GET", "", ANYBODY),
    ("catalog:showcase_feed", "GET", "", ANYBODY),
    ("catalog:showcase_media", "GET", "shown_media", ANYBODY),
    ("catalog:showcase_product", "GET", "shown_product", ANYBODY),
    ("jobs:today", "GET", "", OPEN_TO_SIGNED_IN),
    ("jobs:pipeline", "GET", "", FORM_FOR_CONTRIBUTORS),
    ("jobs:band", "GET", "batch", SEE_JOB),
    ("jobs:new", "GET", "", FORM_FOR_CONTRIBUTORS),
    ("jobs:new", "POST", "", SEND_AS_CONTRIBUTOR),
    ("jobs:job", "GET", "job", SEE_JOB),
    ("jobs:move", "POST", "pause", "in 403 404 may may may 404 404"),
    ("jobs:callback_resend", "POST", "callback", "in 403 404 may may may 404 404"),
    ("jobs:costs", "GET", "", FORM_FOR_PRODUCERS),
    ("jobs:budget_new", "GET", "", FORM_FOR_PRODUCERS),
    ("jobs:budget_new", "POST", "", SEND_AS_PRODUCER),
    ("jobs:budget", "GET", "budget", FORM_OF_ROW_FOR_PRODUCERS),
    ("jobs:budget", "POST", "budget", SEND_TO_ROW_AS_PRODUCER),
    ("jobs:decide_call", "POST", "write_off", SEND_TO_ROW_AS_PRODUCER),
    ("jobs:workers", "GET", "", FORM_FOR_PRODUCERS),
    ("jobs:queue", "POST", "hold", SEND_AS_PRODUCER),
    ("jobs:review_queue", "GET", "", "in 403 403 200 200 200 403 200"),
    ("jobs:review", "GET", "review", SEE_ROW_AS_REVIEWER),
    ("jobs:review_decide", "POST", "review", SEND_TO_ROW_AS_REVIEWER),
    ("jobs:review_regenerate", "GET", "review", SEE_ROW_AS_REVIEWER),
    ("jobs:review_regenerate", "POST", "review", SEND_TO_ROW_AS_REVIEWER),
]

# What a form must hold to get as far as the question who sends it.
PAYLOADS: dict[tuple[str, str], dict[str, str]] = {
    ("jobs:queue", "POST"): {"queue": "gpu"},
    ("jobs:review_decide", "POST"): {"verdict": "claim"},
}

# Route, the row it is about; the close code, or "open".
SOCKETS: list[tuple[str, str, str]] = [
    ("ws/jobs/", "", "4401 4403 open open open open open open"),
    ("ws/jobs/<uuid:job_id>/", "job", "4401 4403 4404 open open open 4404 4404"),
]

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

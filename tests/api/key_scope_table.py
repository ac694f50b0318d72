"""Which scope an API key needs for which route, written by hand; never derived from the code.

``own_account``: no key gets there, whatever its scopes. Saved searches are one's own notes, so
reading is enough for them. What asks nobody who they are needs no key and stands in ``OPEN``.
"""

OPEN = """
    schema GET
    docs GET
    auth-token POST
    auth-token-refresh POST
    auth-register POST
    auth-register-confirm POST
    auth-email-confirm POST
    auth-password-lost POST
    auth-password-reset POST
    api-webhook POST
"""

SCOPES: dict[str, str] = {
    "own_account": """
        auth-me PATCH
        auth-sign-out POST
        auth-sign-out-everywhere POST
        auth-password POST
        auth-second-factor GET POST
        auth-second-factor-confirm POST
        auth-second-factor-off POST
        auth-second-factor-recovery-codes POST
        auth-api-key-list GET POST
        auth-api-key-detail DELETE
        auth-device-list GET
        auth-device-detail DELETE
        privacy-list GET POST
        privacy-detail GET
        privacy-archive GET
    """,
    "read": """
        auth-me GET
        asset-list GET
        asset-detail GET
        asset-download GET
        asset-link POST
        asset-rights GET
        asset-check-rights GET
        asset-export POST
        naming GET
        tray-list GET
        tray-detail GET
        bulk-edit-list GET
        bulk-edit-detail GET
        saved-search-list GET POST
        saved-search-detail GET DELETE
        duplicate-list GET
        duplicate-detail GET
        release-list GET
        release-detail GET
        collection-list GET
        collection-all-stats GET
        collection-detail GET
        collection-stats GET
        product-list GET
        product-detail GET
        variant-list GET
        variant-detail GET
        season-list GET
        season-detail GET
        drop-list GET
        drop-detail GET
        drop-board GET
        photograph-list GET
        photograph-detail GET
        product-media-list GET
        product-media-detail GET
        shot-list-list GET
        shot-list-detail GET
        publication-list GET
        publication-detail GET
        api-worker-ping GET
        api-pipeline-list GET
        api-pipeline-detail GET
        api-models-estimate POST
        api-models-provider-list GET
        api-models-provider-detail GET
        api-models-fidelity-detail GET
        api-review-list GET
        api-review-counts GET
        api-review-reasons GET
        api-review-detail GET
    """,
    "upload": """
        api-ingest-list POST
        upload-list GET POST
        upload-detail GET DELETE
        upload-parts GET POST
        upload-address POST
        upload-confirm POST
        asset-list POST
    """,
    "edit_assets": """
        asset-detail PATCH
        asset-revert POST
        bulk-edit-list POST
        bulk-edit-undo POST
        duplicate-merge POST
        duplicate-keep-both POST
        duplicate-undo POST
    """,
    "delete_assets": """
        asset-detail DELETE
        asset-bin GET
        asset-version DELETE
        asset-restore POST
    """,
    "edit_rights": """
        asset-rights PUT DELETE
        release-list POST
        release-detail DELETE
    """,
    "edit_collections": """
        naming PUT
        collection-list POST
        collection-detail PATCH DELETE
    """,
    "edit_products": """
        tray-place POST
        tray-read-again POST
        product-list POST
        product-detail PATCH
        product-archive POST
        product-restore POST
        variant-list POST
        variant-detail PATCH
        season-list POST
        season-detail PATCH
        drop-list POST
        photograph-list POST
        photograph-detail PATCH DELETE
    """,
    "edit_clients": """
        client-list GET POST
        client-detail GET PATCH
        campaign-list GET POST
        campaign-detail GET PATCH
    """,
    "create_jobs": """
        api-callback-list GET
        api-callback-detail GET
        api-job-list GET POST
        api-job-board GET
        api-job-detail GET
        api-job-children GET
        api-job-events GET
        api-job-snapshot GET
        api-models-generate POST
        api-models-batch-generate POST
        api-models-job-list GET
        api-models-job-detail GET
    """,
    "control_jobs": """
        api-callback-resend POST
        api-job-cancel POST
        api-job-pause POST
        api-job-resume POST
        api-job-retry POST
        api-job-undo-again POST
        api-job-put-right POST
        api-models-job-cancel POST
        api-models-job-retry POST
    """,
    "review": """
        api-models-fidelity-approve POST
        api-models-fidelity-reject POST
        api-review-approve POST
        api-review-claim POST
        api-review-regenerate POST
        api-review-reject POST
        api-review-release POST
        api-review-undo POST
    """,
    "publish": """
        product-publish POST
        product-unpublish POST
        drop-detail PATCH
    """,
    "edit_budgets": """
        api-budget-list GET POST
        api-budget-detail GET PATCH
        api-call-list GET
        api-call-detail GET
        api-call-send-again POST
        api-call-write-off POST
        api-cost-overview GET
    """,
    "operate": """
        api-callback-secret GET
        api-worker-list GET
        api-worker-queues GET
    """,
    "read_audit": """
        audit-list GET
        audit-detail GET
    """,
}
NAMED_BY_NO_ROUTE = {"administer"}
"""What an Owner does is done in the administration, where no key comes in."""

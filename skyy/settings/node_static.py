"""Files of npm packages that are served, by the address they are served at under ``/static/``.

Fonts: only the alphabets and weights that ``static/css/fonts.css`` names.
"""

_CORMORANT = "@fontsource/cormorant-garamond/files"
_INTER = "@fontsource-variable/inter/files"
_DRACO = "three/examples/jsm/libs/draco/gltf"

FILES: dict[str, str] = {
    "vendor/htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/model-viewer/model-viewer.min.js": "@google/model-viewer/dist/model-viewer.min.js",
    # Asked for by these very names, from the folder that static/js/model-viewer-setup.js names.
    **{
        f"vendor/draco/{name}": f"{_DRACO}/{name}"
        for name in ("draco_decoder.js", "draco_decoder.wasm", "draco_wasm_wrapper.js")
    },
    **{
        f"vendor/fonts/{name}": f"{_CORMORANT}/{name}"
        for name in (
            "cormorant-garamond-latin-400-normal.woff2",
            "cormorant-garamond-latin-400-italic.woff2",
            "cormorant-garamond-latin-500-normal.woff2",
            "cormorant-garamond-latin-ext-400-normal.woff2",
            "cormorant-garamond-latin-ext-500-normal.woff2",
        )
    },
    **{
        f"vendor/fonts/{name}": f"{_INTER}/{name}"
        for name in (
            "inter-latin-wght-normal.woff2",
            "inter-latin-ext-wght-normal.woff2",
        )
    },
}

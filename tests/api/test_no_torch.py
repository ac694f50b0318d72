"""The web process never loads what only workers' child processes need."""

import subprocess
import sys

SCRIPT = """
import sys
import skyy.asgi
from django.urls import get_resolver
from skyy.api.schema import EnvelopeSchema

def walk(resolver):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            walk(pattern)

walk(get_resolver())
import apps.jobs.routing, apps.jobs.actors, apps.jobs.pipelines.registry
heavy = {"torch", "diffusers", "transformers", "onnxruntime", "rembg", "ncnn", "bpy"}
print(sorted(heavy & set(sys.modules)))
"""


def test_serving_loads_no_inference_library():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "[]"

"""3D models as files: reading, writing and judging GLB. Django-free but for the codes."""

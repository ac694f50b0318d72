"""Pictures of 3D models by ray tracing on the processor: no screen, no GPU, no system library."""

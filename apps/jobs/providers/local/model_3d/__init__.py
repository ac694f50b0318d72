"""A 3D model from one photograph, on the processor alone: outline → surface → texture → GLB."""

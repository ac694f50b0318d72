"""Parametric models of products: numbers in, textured meshes out."""

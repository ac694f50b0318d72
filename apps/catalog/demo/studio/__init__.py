"""The photographer: ground, light, camera and the ray-traced photograph."""

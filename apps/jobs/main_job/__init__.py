"""The main job as one command runs it: a folder of photographs in, packshots before a reviewer."""

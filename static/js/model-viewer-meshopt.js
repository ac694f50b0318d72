// Named to <model-viewer> as the place of its meshopt decoder. The decoder itself is inside the
// module already; naming a place is what switches it on, and what is there is run as a script.

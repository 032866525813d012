"""Questions with answers read by eye: how often the program is right, and whether it ever invents."""

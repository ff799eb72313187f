"""The demonstration network: generated from a seed, plainly invented, real blocks."""

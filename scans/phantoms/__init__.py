"""Sample pictures made from seeds, each with exact truth: one file each, named after the picture."""

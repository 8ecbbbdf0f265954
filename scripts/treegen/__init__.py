"""Random kustomizations for scripts/differential.py: a tree is {path: bytes} and the directory to build."""

"""Differences that README.md names: each by what the messages say."""
import re

# (verdict, our message, kustomize's message, reason); an empty pattern matches anything.
KNOWN = [
    ("WE-REFUSE", r"a name suffix for a", r"", "name suffix for other kinds"),
]


def reason(verdict, ours, its, _files):
    """Why a difference is meant, or None."""
    for wanted, our_pattern, its_pattern, why in KNOWN:
        if wanted == verdict and re.search(our_pattern, ours) and re.search(its_pattern, its):
            return why
    return None

"""Differences that README.md names: each by what the messages say."""
import re

# (verdict, our message, kustomize's message, reason); an empty pattern matches anything.
KNOWN = [
    ("WE-REFUSE", r"a name suffix for a", r"", "a name suffix for another kind"),
    ("IT-REFUSES", r"", r"json: unsupported type: map\[interface \{\}\]", "keys that look like numbers"),
    ("IT-REFUSES", r"", r"json: unsupported value: [-+]?(Inf|NaN)", "an infinite number that a JSON patch takes away"),
    ("IT-REFUSES", r"", r"SortOrderTransformer: Failed to append to resources: may not add", "an object that is left out has another one's id"),
    ("IT-REFUSES", r"", r"number of previous names, number of previous namespaces", "all of metadata written over"),
    ("WE-REFUSE", r"missing metadata.name in object of kind .* after its patches", r"", "all of metadata written over"),
    ("IT-REFUSES", r"", r"testing value .* failed: test failed", "escapes in a JSON patch"),
    ("IT-REFUSES", r"", r"found a tab character where an indentation space is expected", "text of several lines that begins with a tab"),
    ("IT-REFUSES", r"", r"yaml: cannot decode !!str .* as a !!int", "text that a replacement writes over a number that took over quotes"),
    ("IT-REFUSES", r"", r"may not add resource with an already registered id: \S+/renamed\.", "two objects of one name until the hash"),
    ("IT-CRASHES", r"", r"number of previous names, number of previous namespaces", "all of metadata written over"),
    ("IT-CRASHES", r"", r"panic\(.*\n.*\n.*getNamespacesForRoleBinding", "a subject that is no map"),
    ("IT-CRASHES", r"", r"index out of range(.*\n)+?.*\n.*visitMappingNodeFields", "annotations or labels that are a list"),
    ("IT-CRASHES", r"", r"wrong node kind: expected MappingNode but got ScalarNode", "annotations or labels that are text"),
]
# What a validator writes has no line in a file any more, which makes it another object; the validator's own label does that to all others,
# and a patch that changes nothing is noted in the object.
NODES = re.compile(r"validator shouldn't modify the resource map: nodes unequal: (?:\n|\\n) -- (.*),(?:\n|\\n) -- (.*?)(?:\n\n|\\n\\n)--")
NOTES = re.compile(r'\\*"internal\.config\.kubernetes\.io/\w+\\*":\\*"[^"]*",?')
# kustomize writes objects as YAML with their comments and reads that; a comment may come to stand where none may be.
OWN_TEXT = re.compile(r"map\[string\]interface \{\}\{.*\}: yaml: ", re.DOTALL)
INVALID_KEY = re.compile(r"yaml: (line \d+: )?(invalid map key: |could not find expected|did not find expected)")


def reason(verdict, ours, its, files):
    """Why a difference is meant, or None."""
    for wanted, our_pattern, its_pattern, why in KNOWN:
        if why == "escapes in a JSON patch" and not any(re.search(rb"\\[un/]", text) for text in files.values()):
            continue
        if wanted == verdict and re.search(our_pattern, ours) and re.search(its_pattern, its):
            return why
    nodes = NODES.search(its)
    if verdict == "IT-REFUSES" and nodes and NOTES.sub("", nodes.group(1)) == NOTES.sub("", nodes.group(2)):
        return "a validator that writes what was there"
    if verdict == "IT-REFUSES" and (OWN_TEXT.search(its) or INVALID_KEY.search(its)) and any(b"#" in text for text in files.values()):
        return "comments that break its own text"
    return None

"""Differences that README.md names, each by what the messages say and by what is in the tree."""
import re

# (verdict, our message, kustomize's message, something in a file of the tree, reason); an empty pattern matches anything.
KNOWN = [
    ("WE-REFUSE", r"a name suffix for a", r"", rb"", "a name suffix for another kind"),
    ("WE-REFUSE", r"missing metadata.name in object of kind .* after its patches", r"", rb"/metadata", "all of metadata written over"),
    ("WE-REFUSE", r"the object is missing the path to it", r"", rb"path\W+/metadata\W*(\n|,|\})", "all of metadata written over"),
    ("IT-REFUSES", r"", r"number of previous names, number of previous namespaces", rb"", "all of metadata written over"),
    ("IT-REFUSES", r"", r"json: unsupported type: map\[interface \{\}\]", rb"", "keys that look like numbers"),
    ("IT-REFUSES", r"", r"json: unsupported value: [-+]?(Inf|NaN)", rb"(?i)\.(inf|nan)", "an infinite number that a JSON patch takes away"),
    ("IT-REFUSES", r"", r"SortOrderTransformer: Failed to append to resources: may not add", rb"", "an object that is left out has another one's id"),
    ("IT-REFUSES", r"", r"testing value .* failed: test failed", rb"\\[un/]", "escapes in a JSON patch"),
    ("IT-REFUSES", r"", r"found a tab character where an indentation space is expected", rb"\\t|\t", "text of several lines that begins with a tab"),
    ("IT-REFUSES", r"", r"yaml: cannot decode !!\w+ .* as a !!\w+", rb"eplacement", "text that a replacement writes over a number in quotes"),
    ("IT-REFUSES", r"", r"may not add resource with an already registered id", rb"renamed|eplacement", "two objects of one name until the hash"),
    ("IT-REFUSES", r"", r"map\[string\]interface \{\}\{(.|\n)*\}: yaml: ", rb"#", "comments that break its own text"),
    ("IT-REFUSES", r"", r"yaml: (line \d+: )?(invalid map key: |could not find expected|did not find expected)", rb"#", "comments that break its own text"),
    ("IT-CRASHES", r"", r"number of previous names, number of previous namespaces", rb"", "all of metadata written over"),
    ("WE-REFUSE", r"duplicate key .*first defined in .*r\.yaml", r"", rb"", "a key twice in what a patch takes away"),
    ("WE-REFUSE", r"unable to find field .* in replacement target", r"", rb"\w+: \S+ +# .*\n", "a comment that a list selector matches"),
    ("DIFFERS", r"", r"", rb"path\W+/\S*/\d+/name\W+value: *(\{\}|\[\])", "elements whose merge key is a map or a list"),
    ("DIFFERS", r"", r"", rb"(?s)!!str [0-9]", "a number over one that is tagged as text"),
    ("DIFFERS", r"", r"", rb"config\.k8s\.io~1id|config\.kubernetes\.io~1(index|path)", "a JSON patch over the reference's notes"),
    ("WE-REFUSE", r"", r"", rb"config\.k8s\.io~1id|config\.kubernetes\.io~1(index|path)", "a JSON patch over the reference's notes"),
    ("IT-REFUSES", r"", r"field specified in var .* not found", rb"(?s)op\W+(add|replace).*value\W+[0-9.]+\s", "a var over a number that a JSON patch put over text"),
    ("IT-CRASHES", r"", r"panic\(.*\n.*\n.*getNamespacesForRoleBinding", rb"", "a subject that is no map"),
    ("IT-CRASHES", r"", r"index out of range(.*\n)+?.*\n.*visitMappingNodeFields", rb"", "annotations or labels that are a list"),
    ("IT-CRASHES", r"", r"wrong node kind: expected MappingNode but got ScalarNode", rb"", "annotations or labels that are text"),
]
# What a validator writes has no line in a file any more, which makes it another object; the validator's own label does that to all others,
# and a patch that changes nothing is noted in the object.
NODES = re.compile(r"validator shouldn't modify the resource map: nodes unequal: (?:\n|\\n) -- (.*),(?:\n|\\n) -- (.*?)(?:\n\n|\\n\\n)--")
NOTES = re.compile(r'\\*"internal\.config\.kubernetes\.io/\w+\\*":\\*"[^"]*",?')


def plain(node):
    """An object without notes, and with all labels as text, which they become: true of True, nothing of {}."""
    return NOTES.sub("", node).replace('"', "").replace("T00:00:00Z", "").replace("{}", "").casefold()


def reason(verdict, ours, its, files):
    """Why a difference is meant, or None."""
    for wanted, our_pattern, its_pattern, inside, why in KNOWN:
        if wanted == verdict and re.search(our_pattern, ours) and re.search(its_pattern, its) and \
                any(re.search(inside, text) for text in files.values()):
            return why
    nodes = NODES.search(its)
    if verdict == "IT-REFUSES" and nodes and plain(nodes.group(1)) == plain(nodes.group(2)):
        return "a validator that writes what was there"
    return None

"""The kinds of trees by name."""
from . import simple, trees

KINDS = {
    "tree": trees.tree,
    "merge": lambda random, schema, _without: simple.merge(random, schema),
    "json6902": lambda random, schema, _without: simple.json6902(random, schema),
    "scalars": lambda random, schema, _without: simple.scalars(random, schema),
    "names": lambda random, schema, _without: simple.names(random, schema),
}

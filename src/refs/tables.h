/* The static tables: which kinds have pods, which fields name a ConfigMap or a Secret, which objects make one. A new kind is a row.
 * Paths are those of place.h; a list of them has a space between. In a condition "path=a|b" one of several values is enough. */
#ifndef CR_REFS_TABLES_H
#define CR_REFS_TABLES_H

#include "refs/refs.h"

/* Pods of a kind. */
struct cr_pod_row {
	const char *group, *kind;
	const char *at;          /* each place is one pod's template, or what stands for it */
	const char *spec;        /* from there to the pod's spec; NULL: "spec" */
	const char *metadata;    /* from there to what holds the pod's labels and annotations; NULL: "metadata"; "-": no such place */
	const char *annotations; /* from metadata; NULL: "annotations" */
	const char *containers;  /* from spec: containers besides containers, initContainers and ephemeralContainers */
	const char *volumes;     /* from spec: lists of volumes besides volumes */
	enum cr_pod_rolls rolls;
	const char *rolls_if; /* "path=value": only where that holds (from the root); else CR_POD_REPLICAS */
	const char *stays_if; /* "path=value": CR_POD_REPLICAS where that holds */
};
extern const struct cr_pod_row cr_pod_rows[];
extern const size_t cr_pod_row_count;

/* Names of maps in fields of objects. */
struct cr_object_row {
	const char *group, *kind; /* NULL: any */
	const char *at;           /* paths to what holds the name */
	const char *name;         /* from there to it; NULL: it is the name */
	const char *key;          /* from there to a key; NULL: all keys are read */
	const char *ns;           /* from there to a namespace; NULL: the reader's own; "?": it cannot be told */
	enum cr_map_kind map;
};
extern const struct cr_object_row cr_object_rows[];
extern const size_t cr_object_row_count;

/* Keys that are there in some cases. */
struct cr_maker_extra {
	const char *when; /* "path=value" */
	const char *keys; /* with spaces between */
};

/* Objects from which a controller makes a ConfigMap or a Secret. All paths are from at. */
struct cr_maker_row {
	const char *group, *kind;           /* NULL: any */
	const char *at;                     /* each place is one map */
	const char *name;                   /* paths to its name, of which the first counts; NULL: the maker's own */
	const char *ns;                     /* its namespace, if it stands there */
	const char *suffix;                 /* behind the maker's own name */
	const char *keys;                   /* places that name keys: scalars by their text, the pairs of maps by {} at the end */
	const char *replaced_by;            /* if there: the only keys, unless... */
	const char *not_replaced;           /* ...this holds, as "path=value" */
	const char *unknown;                /* if there is such a place, there may be other keys */
	const char *unknown_still;          /* the same where replaced_by are the keys */
	const char *fixed;                  /* keys by their names */
	const struct cr_maker_extra *extra; /* ends where keys is NULL */
	const char *only_if;                /* "path=value", or "path" for anything but null: made if it holds */
	const char *fills_if;               /* "path=value": then it only writes into a map that is there */
	const char *fills_unless;           /* "path=value": else it does */
	const char *never_if;               /* "path=value": then nothing is made */
	const char *annotations;            /* of the maker, with spaces between: made if it has one of them */
	enum cr_map_kind map;
	bool own_name;     /* the maker's own where name has none */
	bool any_ns;       /* in namespaces that a selector chooses */
	bool keys_unknown; /* nothing tells the keys */
	bool fixed_name;   /* the name stays what it is where the maker gets a prefix: the object is there for something else, or sealed */
};
extern const struct cr_maker_row cr_maker_rows[];
extern const size_t cr_maker_row_count;

/* What an annotation or label of a ConfigMap or Secret says of it. */
enum cr_note_effect {
	CR_NOTE_FILLS = 1,   /* a controller puts keys into it */
	CR_NOTE_SPREADS = 2, /* a controller copies it into other namespaces */
};
struct cr_note_row {
	const char *annotation;
	uint8_t effect;
};
extern const struct cr_note_row cr_note_rows[];
extern const size_t cr_note_row_count;

#endif

/* Who reads which ConfigMap and Secret, which key of it and where, and who makes them: over the objects of a finished render.
 *
 * One place for these questions: checksums, hashed names, and every check ask it. Nothing is changed here; what is found says where it
 * stands (a mark for messages, a path for writers). Names are those in the objects at the time of the question. */
#ifndef CR_REFS_REFS_H
#define CR_REFS_REFS_H

#include "base/map.h"
#include "resource/resmap.h"

enum cr_map_kind { CR_MAP_CONFIG, CR_MAP_SECRET };

/* From the root of an object to a node in it: a key of a map, or where key is CR_KEY_NONE, an index of a list. */
struct cr_node_step {
	cr_key key;
	uint32_t index;
};

struct cr_node_path {
	const struct cr_node_step *steps;
	uint32_t count;
};

/* How a map is read. */
enum cr_read_how {
	CR_READ_ENV,        /* env[].valueFrom: one key */
	CR_READ_ENV_FROM,   /* envFrom[]: all keys */
	CR_READ_VOLUME,     /* volumes[].configMap, volumes[].secret: all keys, or one an item */
	CR_READ_PROJECTED,  /* volumes[].projected.sources[]: the same */
	CR_READ_IMAGE_PULL, /* imagePullSecrets[]: read for the pod, before it starts */
	CR_READ_DRIVER,     /* a volume driver's Secret (csi, cephfs, rbd, ...): read for the pod, too */
	CR_READ_OBJECT,     /* a field of an object that has no pods (tls of an Ingress, a Certificate's issuer, ...): objects.c */
};

/* One map, or one key of one, that is read. A volume with three items is three reads that share at and volume. */
struct cr_read {
	struct cr_resource *reader;
	const struct cr_pod *pod; /* NULL where the reader has none for it: imagePullSecrets of a ServiceAccount, CR_READ_OBJECT */
	enum cr_map_kind kind;
	enum cr_read_how how;
	cr_key ns;                    /* effective namespace of what is read; CR_KEY_NONE: it cannot be told (a ClusterIssuer's Secret) */
	cr_key name;                  /* never CR_KEY_EMPTY: reads without a name are not listed */
	const struct cr_node *at;     /* the name, a scalar: its mark is the place of the read */
	struct cr_node_path path;     /* to at, from the reader's root */
	cr_key key;                   /* CR_KEY_NONE: all keys */
	const struct cr_node *key_at; /* where the key stands (a subPath counts); NULL with all keys */
	bool optional;                /* the pod starts without it */
	const struct cr_node *container; /* that has env, envFrom or the subPath; NULL: none in particular */
	const struct cr_node *source;    /* the entry of env, envFrom, volumes or sources */
	bool by_shape;                   /* CR_READ_OBJECT that no table knows: its key says so, as secretKeyRef */
	bool by_sub_path;                /* comes by volumeMounts[].subPath alone: the kubelet never brings that file up to date */
};

/* What a change of the pod template does. */
enum cr_pod_rolls {
	CR_POD_ROLLS,    /* new pods take the place of the old ones */
	CR_POD_BARE,     /* it is no template but the pod itself: the API refuses the change of most fields, and nothing restarts it */
	CR_POD_JOB,      /* the API refuses a change of a job's template */
	CR_POD_REPLICAS, /* ReplicaSet, ReplicationController, jobs that allow the change: pods that run stay as they are */
	CR_POD_TEMPLATE, /* PodTemplate, and others that nothing restarts by themselves */
};

/* A pod that an object describes, in most cases by its template. An object may have several (RayCluster, JobSet). */
struct cr_pod {
	struct cr_resource *owner;
	enum cr_pod_rolls rolls;
	bool by_shape;                   /* found by its shape: the kind is in no table */
	const struct cr_node *spec;      /* the map that has containers */
	const struct cr_node *labels;    /* of the pods; NULL: none */
	struct cr_node_path spec_path;   /* from the owner's root to spec */
	struct cr_node_path annotations; /* and to the annotations that the pods get, which need not be there yet; count 0: nowhere */
	struct cr_read *reads;
	size_t read_count;
};

/* One key of a map that is made. */
struct cr_made_key {
	cr_key name;
	const struct cr_node *value; /* in data, binaryData or stringData; for others what names the key */
	uint8_t field;               /* CR_MADE_ */
};
enum { CR_MADE_DATA, CR_MADE_BINARY, CR_MADE_STRING, CR_MADE_ELSEWHERE };

/* A ConfigMap or Secret that the output makes: the object itself, or one that a controller makes from another object. */
struct cr_made_map {
	struct cr_resource *maker;
	enum cr_map_kind kind;
	cr_key ns, name;          /* effective namespace; CR_KEY_NONE with any_ns */
	bool any_ns;              /* made in namespaces that a selector chooses (ClusterExternalSecret) */
	bool controlled;          /* by a controller: its content is not known here */
	bool keys_known;          /* keys lists all of them */
	bool follows;             /* the name at path is to take the prefix and suffix that the maker gets */
	const struct cr_node *at; /* the name; the maker's mark counts where it is NULL */
	struct cr_node_path path; /* to at; count 0: the name is the maker's own, and suffix */
	struct cr_str suffix;
	struct cr_made_key *keys; /* in the order of their bytes, each once: stringData wins over data */
	size_t key_count;
};

struct cr_refs {
	struct cr_resmap *resources;
	struct cr_pod **pods; /* in the order of resources */
	size_t pod_count, pod_cap;
	struct cr_read **reads; /* all, those of pods included, in the order of resources */
	size_t read_count, read_cap;
	struct cr_made_map **maps; /* the same order */
	size_t map_count, map_cap;
	struct cr_map by_name; /* of maps */
};

/* Looks at all objects of m, which must not change while the answer is used. The memory is c's arena. */
void cr_refs_build(struct cr_ctx *c, struct cr_resmap *m, struct cr_refs *out);

/* The map of that kind and name in the effective namespace ns (CR_KEY_NONE: in any); NULL if the output makes none. Of several the object
 * itself comes first, and those that a selector spreads last. */
const struct cr_made_map *cr_refs_find(struct cr_ctx *c, const struct cr_refs *refs, enum cr_map_kind kind, cr_key ns, cr_key name);
/* Its key, or NULL. */
const struct cr_made_key *cr_made_map_key(const struct cr_ctx *c, const struct cr_made_map *map, cr_key name);

/* The node at path, or NULL. */
const struct cr_node *cr_node_path_get(const struct cr_node *root, struct cr_node_path path);
/* Sets the scalar at path, and makes all on the way private. root must be private (cr_resource_edit). False: there is no such place. */
bool cr_node_path_set_text(struct cr_ctx *c, struct cr_node *root, struct cr_node_path path, struct cr_str text);
/* The map at path made private, with maps made that are missing; NULL: something else stands in the way. */
struct cr_node *cr_node_path_edit_map(struct cr_ctx *c, struct cr_node *root, struct cr_node_path path);

#endif

/* Paths of the static tables, and the places in an object that they lead to.
 *
 * "spec.tls[].secretName": keys with dots between them (a dot of a key after a backslash); [] enters each element of a list, {} each value
 * of a map. The empty path, or ".", is the node itself. */
#ifndef CR_REFS_PLACE_H
#define CR_REFS_PLACE_H

#include "refs/refs.h"

#define CR_PATH_MAX 16 /* steps that a path of a table may have */

enum cr_path_enter { CR_PATH_KEY, CR_PATH_ITEMS, CR_PATH_VALUES };

struct cr_path_step {
	cr_key key; /* of CR_PATH_KEY */
	enum cr_path_enter enter;
};

struct cr_path {
	const struct cr_path_step *steps;
	uint32_t count;
};

/* Paths with a space between them. */
struct cr_path_list {
	const struct cr_path *items;
	size_t count;
};

/* texts NULL: no path. */
struct cr_path_list cr_paths_parse(struct cr_ctx *c, const char *texts);
struct cr_path cr_path_parse(struct cr_ctx *c, struct cr_str text);

struct cr_place_level {
	const struct cr_node *at;
	uint32_t next; /* child to go to */
};

/* A walk over the places. cr_places_next gives each node, NULL at the end; steps[0 .. path.count - 1] then lead to it from where the walk
 * began. */
struct cr_places {
	struct cr_path path;
	struct cr_place_level levels[CR_PATH_MAX + 1];
	struct cr_node_step steps[CR_PATH_MAX];
	uint32_t depth;
};
void cr_places_begin(struct cr_places *p, const struct cr_node *from, struct cr_path path);
const struct cr_node *cr_places_next(struct cr_places *p);

/* The first node that the path leads to, or NULL. */
const struct cr_node *cr_path_first(const struct cr_node *from, struct cr_path path);

/* base followed by count steps, in the context's arena. */
struct cr_node_path cr_node_path_join(struct cr_ctx *c, struct cr_node_path base, const struct cr_node_step *steps, uint32_t count);
/* base followed by a path that enters no lists. */
struct cr_node_path cr_node_path_follow(struct cr_ctx *c, struct cr_node_path base, struct cr_path path);

/* "path=value" of a table, "path=one|other", or "path": there is something but null. */
struct cr_condition {
	struct cr_path path;
	struct cr_str value; /* ptr NULL: any */
	bool set;
};
struct cr_condition cr_condition_parse(struct cr_ctx *c, const char *text);
/* Does one of the places hold it? False where nothing was set. */
bool cr_condition_holds(const struct cr_condition *when, const struct cr_node *from);

#endif

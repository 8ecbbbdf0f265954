/* The annotations by which a changed map restarts pods. */
#include "check/restart.h"

#define CHECKSUM "checksum/"
#define NAME_MAX 63  /* of an annotation, behind the slash */
#define NAME_KEPT 40 /* of a longer one */

static struct cr_str
annotation(const struct cr_check *k, const struct cr_node *annotations, const char *name)
{
	return cr_map_text(annotations, cr_key_find(k->c, cr_str_z(name)));
}

static bool
is_true(const struct cr_check *k, const struct cr_node *annotations, const char *name)
{
	return cr_str_eq(annotation(k, annotations, name), CR_STR("true"));
}

/* Is name one of the list, which is separated by commas? */
static bool
is_listed(struct cr_str list, struct cr_str name)
{
	for (size_t from = 0; from < list.len;) {
		size_t comma = cr_str_find(list, ',', from);
		size_t end = comma == SIZE_MAX ? list.len : comma;
		if (cr_str_eq(cr_str_trim(cr_str_sub(list, from, end)), name)) {
			return true;
		}
		from = end + 1;
	}
	return false;
}

static bool
reloader_watches(const struct cr_check *k, const struct cr_node *annotations, const struct cr_made_map *map)
{
	bool config = map->kind == CR_MAP_CONFIG;
	const struct cr_node *of_map = cr_map_at(map->maker->root, CR_KEY_metadata, CR_KEY_annotations);
	if (is_true(k, of_map, "reloader.stakater.com/ignore")) {
		return false;
	}
	return is_true(k, annotations, "reloader.stakater.com/auto") ||
	       is_true(k, annotations, config ? "configmap.reloader.stakater.com/auto" : "secret.reloader.stakater.com/auto") ||
	       is_listed(annotation(k, annotations,
				    config ? "configmap.reloader.stakater.com/reload" : "secret.reloader.stakater.com/reload"),
			 cr_key_str(k->c, map->name)) ||
	       (is_true(k, annotations, "reloader.stakater.com/search") && is_true(k, of_map, "reloader.stakater.com/match")) ||
	       is_true(k, annotations, "wave.pusher.com/update-on-config-change");
}

/* A checksum of ours names its map; of others it is not known what they cover, and they are given the benefit. */
static bool
checksum_covers(const struct cr_check *k, struct cr_str name, const struct cr_made_map *map)
{
	struct cr_str ours = map->kind == CR_MAP_CONFIG ? CR_STR("configmap.") : CR_STR("secret.");
	struct cr_str others = map->kind == CR_MAP_CONFIG ? CR_STR("secret.") : CR_STR("configmap.");
	if (!cr_str_starts(name, ours)) {
		return !cr_str_starts(name, others);
	}
	struct cr_str wanted = cr_rollout_plain_name(k->c, map->maker);
	struct cr_str rest = cr_str_sub(name, ours.len, name.len);
	size_t kept = NAME_KEPT - ours.len;
	return cr_str_eq(rest, wanted) ||
	       (ours.len + wanted.len > NAME_MAX && rest.len > kept && cr_str_starts(wanted, cr_str_sub(rest, 0, kept)));
}

static bool
contains(struct cr_str text, struct cr_str part)
{
	for (size_t at = 0; at + part.len <= text.len; at++) {
		if (cr_str_starts(cr_str_sub(text, at, text.len), part)) {
			return true;
		}
	}
	return false;
}

static bool
has_checksum(const struct cr_check *k, const struct cr_node *annotations, const struct cr_made_map *map)
{
	for (size_t i = 0; cr_is(annotations, CR_MAP) && i < annotations->count; i++) {
		struct cr_str name = cr_key_str(k->c, annotations->pairs[i].key);
		if (cr_str_starts(name, CR_STR(CHECKSUM))) {
			if (checksum_covers(k, cr_str_sub(name, sizeof CHECKSUM - 1, name.len), map)) {
				return true;
			}
		} else if (contains(name, CR_STR("checksum")) || contains(name, CR_STR("hash"))) {
			return true;
		}
	}
	return false;
}

bool
cr_pod_restarts(const struct cr_check *k, const struct cr_pod *pod, const struct cr_made_map *map)
{
	const struct cr_node *of_owner = cr_map_at(pod->owner->root, CR_KEY_metadata, CR_KEY_annotations);
	const struct cr_node *of_pod = pod->annotations.count > 0 ? cr_node_path_get(pod->owner->root, pod->annotations) : NULL;
	return has_checksum(k, of_pod, map) || reloader_watches(k, of_owner, map) || reloader_watches(k, of_pod, map);
}

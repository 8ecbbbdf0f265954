/* What several passes ask about objects, containers and texts. */
#include "check/look.h"

#include "check/letters.h"
#include "yaml/scalar.h"

bool
cr_is_config_map(const struct cr_resource *r)
{
	return r->id.gvk.kind == CR_KEY_ConfigMap && r->id.gvk.group == CR_KEY_EMPTY;
}

bool
cr_is_secret(const struct cr_resource *r)
{
	return r->id.gvk.kind == CR_KEY_Secret && r->id.gvk.group == CR_KEY_EMPTY;
}

struct cr_str
cr_object_name(struct cr_check *k, const struct cr_resource *r)
{
	return cr_resid_short(k->c, r->id);
}

bool
cr_is_key_letter(char ch)
{
	return cr_is_word(ch) || ch == '-' || ch == '.';
}

struct cr_str
cr_shown_secret_key(struct cr_check *k, cr_key key)
{
	struct cr_str s = cr_key_str(k->c, key);
	size_t good = 0;
	while (good < s.len && cr_is_key_letter(s.ptr[good])) {
		good++;
	}
	return good == s.len ? s : cr_str_fmt(k->c, "%.*s...", (int)good, s.ptr);
}

struct cr_str
cr_shown_key(struct cr_check *k, const struct cr_resource *r, cr_key key)
{
	return cr_is_secret(r) ? cr_shown_secret_key(k, key) : cr_key_str(k->c, key);
}

void
cr_each_container(struct cr_check *k, void (*look)(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *container))
{
	static const cr_key lists[] = { CR_KEY_initContainers, CR_KEY_containers, CR_KEY_ephemeralContainers };
	for (size_t i = 0; i < k->refs->pod_count; i++) {
		const struct cr_pod *pod = k->refs->pods[i];
		for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
			const struct cr_node *list = cr_map_get(pod->spec, lists[l]);
			for (size_t n = 0; cr_is(list, CR_LIST) && n < list->count; n++) {
				if (list->items[n]->kind == CR_MAP) {
					look(k, pod, list->items[n]);
				}
			}
		}
	}
}

struct cr_str
cr_name_of(const struct cr_node *map)
{
	return cr_map_text(map, CR_KEY_name);
}

struct cr_str
cr_container_name(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *container)
{
	struct cr_str name = cr_name_of(container);
	struct cr_str object = cr_object_name(k, pod->owner);
	if (name.len == 0) {
		return cr_str_fmt(k->c, "a container of %.*s", CR_PRI(object));
	}
	return cr_str_fmt(k->c, "container \"%.*s\" of %.*s", CR_PRI(name), CR_PRI(object));
}

const char *
cr_not_string_word(const struct cr_node *value)
{
	if (value->kind != CR_SCALAR) {
		return cr_kind_word(value);
	}
	switch (cr_scalar_value(value).type) {
	case CR_T_BOOL:
		return "a boolean";
	case CR_T_NULL:
		return "null";
	case CR_T_INT:
	case CR_T_UINT:
	case CR_T_FLOAT:
		return "a number";
	case CR_T_STR:
	case CR_T_TIMESTAMP:
		break;
	}
	return NULL;
}

bool
cr_text_has(struct cr_str text, struct cr_str part)
{
	for (size_t at = 0; (at = cr_str_find(text, part.ptr[0], at)) != SIZE_MAX; at++) {
		if (text.len - at < part.len) {
			return false;
		}
		if (memcmp(text.ptr + at, part.ptr, part.len) == 0) {
			return true;
		}
	}
	return false;
}

bool
cr_is_templated(struct cr_str text)
{
	static const char *const beginnings[] = { "vault:", "ref+", ">>vault:", "op://", "secretref+", "ENC[" };
	static const char *const parts[] = { "${", "$(", "{{", "<path:", "((", "[[", "<%", "%(" };
	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
		if (cr_str_starts(text, cr_str_z(beginnings[i]))) {
			return true;
		}
	}
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (cr_text_has(text, cr_str_z(parts[i]))) {
			return true;
		}
	}
	return false;
}

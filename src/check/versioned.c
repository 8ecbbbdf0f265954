/* Is the name of a map one for each content? The hash of a render is known; a version by hand is seen in the text. */
#include "check/versioned.h"

static bool
is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

bool
cr_name_has_version(struct cr_str name)
{
	size_t at = name.len;
	while (at > 0 && (is_digit(name.ptr[at - 1]) || name.ptr[at - 1] == '.' || name.ptr[at - 1] == '-')) {
		at--;
	}
	/* What is left of the digits is "app-v" or "app"; the last part of the name begins there. */
	if (at == name.len || !is_digit(name.ptr[name.len - 1])) {
		return false;
	}
	if (at > 1 && name.ptr[at - 1] == 'v') {
		return is_digit(name.ptr[at]) && (name.ptr[at - 2] == '-' || name.ptr[at - 2] == '.');
	}
	return at > 0 && (name.ptr[at] == '-' || name.ptr[at] == '.');
}

bool
cr_map_is_versioned(const struct cr_check *k, const struct cr_resource *r)
{
	const struct cr_node *annotations = cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations);
	return r->hashed || cr_name_has_version(cr_key_str(k->c, r->id.name)) ||
	       cr_map_get(annotations, cr_key_find(k->c, CR_STR("kapp.k14s.io/versioned"))) != NULL;
}

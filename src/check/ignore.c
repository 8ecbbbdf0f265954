/* The annotation conf-render/ignore: which rules an object does not want to hear of. */
#include "check/passes.h"

#define MOST_EDITS 31

static const struct cr_node *
annotation(const struct cr_resource *r)
{
	const struct cr_node *ignore = cr_map_at(r->root, CR_KEY_metadata, CR_KEY_annotations, CR_KEY_conf_render_ignore);
	return cr_is(ignore, CR_SCALAR) ? ignore : NULL;
}

/* The next name in the list, from *from on; false: there is none left. */
static bool
next_name(struct cr_str list, size_t *from, struct cr_str *name)
{
	if (*from > list.len) {
		return false;
	}
	size_t comma = cr_str_find(list, ',', *from);
	size_t end = comma == SIZE_MAX ? list.len : comma;
	*name = cr_str_trim(cr_str_sub(list, *from, end));
	*from = end + 1;
	return true;
}

bool
cr_check_ignores(const struct cr_resource *about, enum cr_rule rule)
{
	const struct cr_node *ignore = about != NULL && cr_rules[rule].about_object ? annotation(about) : NULL;
	struct cr_str name, wanted = cr_str_z(cr_rules[rule].name);
	size_t from = 0;
	while (ignore != NULL && next_name(cr_text(ignore), &from, &name)) {
		if (cr_str_eq(name, wanted)) {
			return true;
		}
	}
	return false;
}

/* The rule of that name, or the one nearest to it; CR_RULE_COUNT: none is near. */
static enum cr_rule
find_rule(struct cr_str name)
{
	size_t least = name.len / 3 + 2 < MOST_EDITS ? name.len / 3 + 2 : MOST_EDITS;
	enum cr_rule nearest = CR_RULE_COUNT;
	for (size_t i = 0; i < CR_RULE_COUNT && least > 0; i++) {
		size_t distance = cr_str_distance(name, cr_str_z(cr_rules[i].name), least);
		if (distance < least) {
			least = distance;
			nearest = (enum cr_rule)i;
		}
	}
	return nearest;
}

static void
check_name(struct cr_check *k, const struct cr_resource *r, cr_mark mark, struct cr_str name)
{
	enum cr_rule rule = find_rule(name);
	bool known = rule != CR_RULE_COUNT && cr_str_eq(name, cr_str_z(cr_rules[rule].name));
	if (known && cr_rules[rule].about_object) {
		return;
	}
	if (known) {
		cr_find(k, CR_RULE_UNKNOWN_RULE, r, mark, "the rule \"%S\" is not about one object", name);
		cr_find_fix(k, "switch it off with --disable");
		return;
	}
	cr_find(k, CR_RULE_UNKNOWN_RULE, r, mark, "there is no rule \"%S\"", name);
	if (rule != CR_RULE_COUNT) {
		cr_find_fix(k, "did you mean \"%s\"?", cr_rules[rule].name);
	}
}

void
cr_check_ignore(struct cr_check *k)
{
	for (size_t i = 0; i < k->resources->count; i++) {
		const struct cr_resource *r = k->resources->items[i];
		const struct cr_node *ignore = annotation(r);
		struct cr_str name;
		for (size_t from = 0; ignore != NULL && next_name(cr_text(ignore), &from, &name);) {
			cr_count_work(k->c, CR_RULE_COUNT);
			if (name.len > 0) {
				check_name(k, r, ignore->mark, name);
			}
		}
	}
}

/* What is read and made by nobody. */
#include "check/passes.h"

static bool
is_external(const struct cr_check *k, const struct cr_read *read)
{
	struct cr_str name = cr_key_str(k->c, read->name);
	for (size_t i = 0; i < k->options->external_count; i++) {
		if (cr_str_eq(k->options->external[i], name)) {
			return true;
		}
	}
	return false;
}

void
cr_check_missing(struct cr_check *k)
{
	for (size_t i = 0; i < k->refs->read_count; i++) {
		const struct cr_read *read = k->refs->reads[i];
		if (!read->optional && !is_external(k, read) && cr_refs_find(k->c, k->refs, read->kind, read->ns, read->name) == NULL) {
			bool config = read->kind == CR_MAP_CONFIG;
			cr_find(k, config ? CR_RULE_MISSING_CONFIGMAP : CR_RULE_MISSING_SECRET, read->reader, read->at->mark,
				"%s \"%S\" is not in the output", config ? "ConfigMap" : "Secret", cr_key_str(k->c, read->name));
		}
	}
}

/* Environment variables: their names, names given twice, and values and arguments that are no strings. */
#include "check/look.h"
#include "check/passes.h"

/* What takes the name. */
enum env_name {
	ENV_NAME_GOOD,
	ENV_NAME_RELAXED, /* the API server and kubelets from 1.32 on (RelaxedEnvironmentVariableValidation) */
	ENV_NAME_REFUSED,
};

/* Until 1.31: [-._a-zA-Z][-._a-zA-Z0-9]*, neither "." nor "..", and nothing that begins with "..". From 1.32: printable ASCII but "=". */
static enum env_name
judge(struct cr_str name)
{
	enum env_name found = name.len == 0 ? ENV_NAME_REFUSED : ENV_NAME_GOOD;
	for (size_t i = 0; i < name.len && found != ENV_NAME_REFUSED; i++) {
		unsigned char ch = (unsigned char)name.ptr[i];
		bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || ch == '-' || ch == '.' || ch == '_';
		if (ch < 0x20 || ch > 0x7e || ch == '=') {
			found = ENV_NAME_REFUSED;
		} else if (!letter && !(i > 0 && ch >= '0' && ch <= '9')) {
			found = ENV_NAME_RELAXED;
		}
	}
	if (found == ENV_NAME_GOOD && (cr_str_eq(name, CR_STR(".")) || cr_str_starts(name, CR_STR("..")))) {
		return ENV_NAME_RELAXED;
	}
	return found;
}

static void
look_at_name(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *container, const struct cr_node *entry)
{
	const struct cr_node *name = cr_map_get(entry, CR_KEY_name);
	if (!cr_is(name, CR_SCALAR) || cr_is_templated(cr_text(name))) {
		return;
	}
	enum env_name found = judge(cr_text(name));
	/* What stands behind "=" was meant as the value. */
	size_t sign = cr_str_find(cr_text(name), '=', 0);
	struct cr_str shown = cr_str_sub(cr_text(name), 0, sign == SIZE_MAX ? name->count : sign + 1);
	if (found == ENV_NAME_REFUSED) {
		cr_find(k, CR_RULE_INVALID_ENV_NAME, pod->owner, name->mark, "the env name \"%S\" in %S %s", shown,
			cr_container_name(k, pod, container),
			name->count == 0 ? "is empty" : "has \"=\", or a character that is no printable ASCII");
	} else if (found == ENV_NAME_RELAXED) {
		cr_find(k, CR_RULE_ENV_NAME_SKIPPED, pod->owner, name->mark, "the env name \"%S\" in %S is one for newer versions", shown,
			cr_container_name(k, pod, container));
		cr_find_fix(k, "begin it with a letter or \"_\", and use only letters, digits, \"_\", \"-\" and \".\"");
	}
}

static void
look_at_value(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *container, const struct cr_node *entry)
{
	const struct cr_node *value = cr_map_get(entry, CR_KEY_value);
	const char *word = value != NULL ? cr_not_string_word(value) : NULL;
	if (word != NULL && !(value->kind == CR_SCALAR && cr_scalar_is_null(value))) {
		cr_find(k, CR_RULE_NOT_A_STRING, pod->owner, value->mark, "the value of env \"%S\" in %S is %s", cr_name_of(entry),
			cr_container_name(k, pod, container), word);
	}
}

static const struct cr_node *
entry_named(struct cr_ctx *c, const struct cr_map *seen, struct cr_str name)
{
	struct cr_map_iter it;
	for (const struct cr_node *e = cr_map_first(seen, cr_hash_str(c, name.ptr, name.len), &it); e != NULL; e = cr_map_next(seen, &it)) {
		if (cr_str_eq(cr_name_of(e), name)) {
			return e;
		}
	}
	return NULL;
}

static void
look_for_twins(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *container, const struct cr_node *env)
{
	struct cr_arena_mark mark = cr_arena_mark(k->c->scratch);
	struct cr_map seen = { .in_scratch = true };
	cr_map_reserve(k->c, &seen, env->count);
	for (size_t i = 0; i < env->count; i++) {
		struct cr_str name = cr_name_of(env->items[i]);
		const struct cr_node *first = name.len > 0 ? entry_named(k->c, &seen, name) : NULL;
		if (first != NULL) {
			cr_find(k, CR_RULE_DUPLICATE_ENV, pod->owner, env->items[i]->mark, "env \"%S\" is given twice in %S", name,
				cr_container_name(k, pod, container));
			cr_find_second(k, first->mark, "first given here");
		} else if (name.len > 0) {
			cr_map_add(k->c, &seen, cr_hash_str(k->c, name.ptr, name.len), env->items[i]);
		}
	}
	cr_arena_rewind(k->c->scratch, mark);
}

static void
look_at_words(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *container, cr_key field)
{
	const struct cr_node *list = cr_map_get(container, field);
	for (size_t i = 0; cr_is(list, CR_LIST) && i < list->count; i++) {
		const char *word = cr_not_string_word(list->items[i]);
		if (word != NULL) {
			cr_find(k, CR_RULE_NOT_A_STRING, pod->owner, list->items[i]->mark, "entry %zu of %S in %S is %s", i + 1,
				cr_key_str(k->c, field), cr_container_name(k, pod, container), word);
		}
	}
}

static void
look_at_container(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *container)
{
	look_at_words(k, pod, container, CR_KEY_command);
	look_at_words(k, pod, container, CR_KEY_args);
	const struct cr_node *env = cr_map_get(container, CR_KEY_env);
	if (!cr_is(env, CR_LIST)) {
		return;
	}
	for (size_t i = 0; i < env->count; i++) {
		look_at_name(k, pod, container, env->items[i]);
		look_at_value(k, pod, container, env->items[i]);
	}
	if (env->count > 1) {
		look_for_twins(k, pod, container, env);
	}
}

/* The keys of the whole map as names of variables, behind the entry's prefix. */
static void
look_at_source(struct cr_check *k, const struct cr_read *read)
{
	const struct cr_made_map *map = cr_refs_find(k->c, k->refs, read->kind, read->ns, read->name);
	struct cr_str prefix = cr_map_text(read->source, CR_KEY_prefix);
	enum env_name before = prefix.len == 0 ? ENV_NAME_GOOD : judge(prefix);
	for (size_t i = 0; map != NULL && i < map->key_count; i++) {
		struct cr_str key = cr_key_str(k->c, map->keys[i].name);
		bool digit = key.len > 0 && key.ptr[0] >= '0' && key.ptr[0] <= '9';
		if (before == ENV_NAME_RELAXED || (prefix.len == 0 && digit)) {
			cr_find(k, CR_RULE_ENV_NAME_SKIPPED, read->reader, read->at->mark,
				"the key \"%S\" of %s \"%S\", which %S reads with envFrom, is an env name for newer versions", key,
				read->kind == CR_MAP_SECRET ? "Secret" : "ConfigMap", cr_key_str(k->c, read->name),
				cr_object_name(k, read->reader));
			return;
		}
	}
}

void
cr_check_env(struct cr_check *k)
{
	cr_each_container(k, look_at_container);
	for (size_t i = 0; i < k->refs->read_count; i++) {
		if (k->refs->reads[i]->how == CR_READ_ENV_FROM) {
			look_at_source(k, k->refs->reads[i]);
		}
	}
}

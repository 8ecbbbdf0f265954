/* Credentials where everybody reads them who may read the object: in ConfigMaps, and in the environment of containers. */
#include "check/credential.h"
#include "check/look.h"
#include "check/passes.h"

static void
find_in_map(struct cr_check *k, const struct cr_resource *r, const struct cr_pair *p, const char *what, size_t line)
{
	struct cr_str key = cr_key_str(k->c, p->key);
	if (line == 0) {
		cr_find(k, CR_RULE_CREDENTIAL_IN_CONFIGMAP, r, p->value->mark, "\"%S\" of %S is %s", key, cr_object_name(k, r), what);
	} else {
		cr_find(k, CR_RULE_CREDENTIAL_IN_CONFIGMAP, r, p->value->mark, "\"%S\" of %S has %s in its line %zu", key,
			cr_object_name(k, r), what, line);
	}
}

static void
look_at_pair(struct cr_check *k, const struct cr_resource *r, const struct cr_pair *p)
{
	struct cr_str text = cr_text(p->value);
	bool lines = cr_str_find(text, '\n', 0) < text.len - 1;
	size_t line;
	const char *what = cr_token_in(text, &line);
	if (what != NULL) {
		find_in_map(k, r, p, what, lines ? line : 0);
	} else if (!lines && cr_is_named_credential(cr_key_str(k->c, p->key), text)) {
		find_in_map(k, r, p, "a password or key, by its name", 0);
	} else if (lines && cr_setting_in(text, &line)) {
		find_in_map(k, r, p, "a password or key", line);
	}
}

static void
look_at_map(struct cr_check *k, const struct cr_resource *r)
{
	const struct cr_node *data = cr_map_get(r->root, CR_KEY_data);
	for (size_t i = 0; cr_is(data, CR_MAP) && i < data->count; i++) {
		if (data->pairs[i].value->kind == CR_SCALAR && data->pairs[i].value->count > 0) {
			look_at_pair(k, r, &data->pairs[i]);
		}
	}
}

static void
look_at_env(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *container, const struct cr_node *entry)
{
	const struct cr_node *value = cr_map_get(entry, CR_KEY_value);
	size_t line;
	if (!cr_is(value, CR_SCALAR) || value->count == 0) {
		return;
	}
	const char *what = cr_token_in(cr_text(value), &line);
	if (what == NULL && cr_is_named_credential(cr_name_of(entry), cr_text(value))) {
		what = "a password or key, by its name";
	}
	if (what != NULL) {
		cr_find(k, CR_RULE_CREDENTIAL_IN_ENV, pod->owner, value->mark, "the value of env \"%S\" in %S is %s", cr_name_of(entry),
			cr_container_name(k, pod, container), what);
	}
}

/* --password=..., --token ... */
static const char *
what_in_word(struct cr_str word)
{
	size_t line;
	const char *what = cr_token_in(word, &line);
	size_t sign = cr_str_find(word, '=', 0);
	if (what != NULL || sign == SIZE_MAX || !cr_str_starts(word, CR_STR("--"))) {
		return what;
	}
	bool named = cr_is_named_credential(cr_str_sub(word, 2, sign), cr_str_sub(word, sign + 1, word.len));
	return named ? "a password or key, by its name" : NULL;
}

static void
look_at_words(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *container, cr_key field)
{
	const struct cr_node *list = cr_map_get(container, field);
	for (size_t i = 0; cr_is(list, CR_LIST) && i < list->count; i++) {
		const struct cr_node *word = list->items[i];
		const char *what = word->kind == CR_SCALAR ? what_in_word(cr_text(word)) : NULL;
		if (what != NULL) {
			cr_find(k, CR_RULE_CREDENTIAL_IN_ENV, pod->owner, word->mark, "entry %zu of %S in %S holds %s", i + 1,
				cr_key_str(k->c, field), cr_container_name(k, pod, container), what);
			cr_find_fix(k, "put it into a Secret, and mount that, or use $(NAME) of a variable that is read from it");
		}
	}
}

static void
look_at_container(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *container)
{
	const struct cr_node *env = cr_map_get(container, CR_KEY_env);
	for (size_t i = 0; cr_is(env, CR_LIST) && i < env->count; i++) {
		look_at_env(k, pod, container, env->items[i]);
	}
	look_at_words(k, pod, container, CR_KEY_command);
	look_at_words(k, pod, container, CR_KEY_args);
}

void
cr_check_leaks(struct cr_check *k)
{
	for (size_t i = 0; i < k->resources->count; i++) {
		if (cr_is_config_map(k->resources->items[i])) {
			look_at_map(k, k->resources->items[i]);
		}
	}
	cr_each_container(k, look_at_container);
}

/* Settings: conf-render/NAME in the metadata.annotations of the root kustomization, which kustomize accepts and ignores. Those of bases do
 * not count, and a tree cannot say more than this: what a checksum's key is, what may be read, and how severe a finding is are flags. */
#include "rollout/rollout.h"

#define PREFIX "conf-render/"

enum { VALUES_MOST = 3 };

/* A setting and its values in the order of its enum, which begins at 1; the first one counts where nobody says anything. */
struct setting {
	const char *name;
	const char *values[VALUES_MOST];
};

enum { CHECKSUMS, IMMUTABLE, HASH, REFERENCES, RELOADER, SETTING_COUNT };

static const struct setting settings[SETTING_COUNT] = {
	[CHECKSUMS] = { "checksums", { "off", "unhashed", "all" } },
	[IMMUTABLE] = { "immutable", { "off", "hashed" } },
	[HASH] = { "hash", { "generated", "marked", "all" } },
	[REFERENCES] = { "references", { "kustomize", "all" } },
	[RELOADER] = { "reloader", { "false", "true" } },
};

static size_t
setting_find(struct cr_str name)
{
	size_t i = 0;
	while (i < SETTING_COUNT && !cr_str_eq(cr_str_z(settings[i].name), name)) {
		i++;
	}
	return i;
}

/* From 1; 0: none of its values. */
static unsigned
value_find(const struct setting *s, struct cr_str text)
{
	for (unsigned i = 0; i < VALUES_MOST && s->values[i] != NULL; i++) {
		if (cr_str_eq(cr_str_z(s->values[i]), text)) {
			return i + 1;
		}
	}
	return 0;
}

static void
warn_unknown(struct cr_ctx *c, struct cr_str name, cr_mark mark)
{
	const char *nearest = NULL;
	size_t best = 3;
	cr_warn(c, mark, CR_W_SETTING, "unknown setting \"" PREFIX "%S\"", name);
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		size_t distance = cr_str_distance(name, cr_str_z(settings[i].name), best);
		if (distance <= best) {
			nearest = settings[i].name;
			best = distance > 0 ? distance - 1 : 0;
		}
	}
	if (nearest != NULL) {
		cr_hint(c, "did you mean \"" PREFIX "%s\"?", nearest);
	} else if (cr_str_starts(name, CR_STR("checksum-key"))) {
		cr_hint(c, "a key is never read from a tree: --checksum-key-file names it");
	}
}

static bool
fail_value(struct cr_ctx *c, const struct setting *s, const struct cr_entry *e)
{
	cr_fail(c, e->mark, CR_E_KUSTOMIZATION, "\"%S\" is no value for \"" PREFIX "%s\"", e->value, s->name);
	if (s->values[2] == NULL) {
		cr_hint(c, "it can be \"%s\" or \"%s\"", s->values[0], s->values[1]);
	} else {
		cr_hint(c, "it can be \"%s\", \"%s\" or \"%s\"", s->values[0], s->values[1], s->values[2]);
	}
	return false;
}

static bool
read_entry(struct cr_ctx *c, const struct cr_entry *e, unsigned values[SETTING_COUNT])
{
	struct cr_str key = cr_key_str(c, e->key);
	struct cr_str name = cr_str_sub(key, sizeof PREFIX - 1, key.len);
	size_t i = setting_find(name);
	if (i == SETTING_COUNT) {
		warn_unknown(c, name, e->mark);
		return true;
	}
	unsigned value = value_find(&settings[i], e->value);
	if (value == 0) {
		return fail_value(c, &settings[i], e);
	}
	values[i] = values[i] == 0 ? value : values[i];
	return true;
}

bool
cr_rollout_settle(struct cr_ctx *c, const struct cr_kust *root, struct cr_rollout *o)
{
	unsigned values[SETTING_COUNT] = {
		[CHECKSUMS] = o->checksums,   [IMMUTABLE] = o->immutable, [HASH] = o->hash,
		[REFERENCES] = o->references, [RELOADER] = o->reloader,
	};
	bool good = true;
	for (size_t i = 0; i < root->settings.count; i++) {
		good = read_entry(c, &root->settings.items[i], values) && good;
	}
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		values[i] += values[i] == 0;
	}
	o->checksums = (enum cr_checksums)values[CHECKSUMS];
	o->immutable = (enum cr_immutable)values[IMMUTABLE];
	o->hash = (enum cr_hashed)values[HASH];
	o->references = (enum cr_follow)values[REFERENCES];
	o->reloader = (enum cr_reloader)values[RELOADER];
	return good;
}

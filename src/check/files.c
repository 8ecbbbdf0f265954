/* Secrets in pods: given in the environment or as files, and who may read those files. */
#include "check/look.h"
#include "check/passes.h"
#include "yaml/scalar.h"

/* What a volume without defaultMode has. */
#define MODE_DEFAULT 0644
#define MODE_MOST 0777
#define OTHERS 07
#define READ_OTHERS 04
#define READ_GROUP 040

/* False, with *out as it was: n is no integer, or is not there. */
static bool
number(const struct cr_node *n, int64_t *out)
{
	struct cr_value v = cr_is(n, CR_SCALAR) ? cr_scalar_value(n) : (struct cr_value){ .type = CR_T_NULL };
	if (v.type != CR_T_INT) {
		return false;
	}
	*out = v.i;
	return true;
}

/* The modes of a volume: the default one, and what its items say. */
struct modes {
	int64_t all;              /* bits that one file or another has */
	int64_t common;           /* bits that all files have */
	const struct cr_node *at; /* where the first is set; NULL: nowhere */
};

static void
add_mode(struct modes *m, const struct cr_node *n)
{
	int64_t mode;
	if (number(n, &mode)) {
		m->all |= mode;
		m->common &= mode;
		m->at = m->at != NULL ? m->at : n;
	}
}

/* Items that say nothing have the default mode. */
static void
add_items(struct modes *m, const struct cr_node *items, int64_t common, const struct cr_node *at)
{
	for (size_t i = 0; cr_is(items, CR_LIST) && i < items->count; i++) {
		const struct cr_node *mode = cr_map_get(items->items[i], CR_KEY_mode);
		if (mode != NULL) {
			add_mode(m, mode);
		} else {
			m->all |= common;
			m->common &= common;
			m->at = m->at != NULL ? m->at : at;
		}
	}
}

static struct modes
modes_of(const struct cr_node *volume, const struct cr_node *items)
{
	struct modes m = { .all = 0, .common = MODE_MOST };
	const struct cr_node *set = cr_map_get(volume, CR_KEY_defaultMode);
	int64_t common = MODE_DEFAULT;
	if (!number(set, &common)) {
		set = NULL;
	}
	if (cr_is(items, CR_LIST) && items->count > 0) {
		add_items(&m, items, common, set);
	} else {
		m = (struct modes){ .all = common, .common = common, .at = set };
	}
	return m;
}

/* 400, 644, 755: nobody is allowed more than those before him, and the owner may read. As decimal numbers that are modes, such as 256, 420
 * or 504, are not written. */
static bool
looks_octal(struct cr_str s)
{
	if (s.len != 3 || s.ptr[0] < '4' || s.ptr[0] > '7') {
		return false;
	}
	for (size_t i = 1; i < 3; i++) {
		int bits = s.ptr[i] - '0';
		if (bits < 0 || bits > 7 || (bits != 0 && bits < 4) || (bits & ~(s.ptr[i - 1] - '0')) != 0) {
			return false;
		}
	}
	return true;
}

static void
look_at_digits(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *mode)
{
	int64_t value;
	if (number(mode, &value) && looks_octal(cr_text(mode))) {
		cr_find(k, CR_RULE_FILE_MODE_DECIMAL, pod->owner, mode->mark, "the mode %d in a volume of %S is a decimal number",
			(int)value, cr_object_name(k, pod->owner));
		cr_find_fix(k, "write 0%d", (int)value);
	}
}

static void
look_at_modes(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *source, const struct cr_node *items)
{
	look_at_digits(k, pod, cr_map_get(source, CR_KEY_defaultMode));
	for (size_t i = 0; cr_is(items, CR_LIST) && i < items->count; i++) {
		look_at_digits(k, pod, cr_map_get(items->items[i], CR_KEY_mode));
	}
}

/* Do the items pick only what is public: certificates, and keys that are? */
static bool
picks_public(const struct cr_node *items)
{
	static const char *const ends[] = { ".crt", ".pub", ".cer", "ca.pem", "ca-bundle.pem", "cacerts", "known_hosts" };
	size_t count = 0;
	for (size_t i = 0; cr_is(items, CR_LIST) && i < items->count; i++) {
		bool is_public = false;
		for (size_t e = 0; e < sizeof ends / sizeof *ends; e++) {
			is_public = is_public || cr_str_ends(cr_map_text(items->items[i], CR_KEY_key), cr_str_z(ends[e]));
		}
		count += is_public;
	}
	return count > 0 && count == items->count;
}

static void
look_for_others(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *volume, const struct cr_node *secret,
		struct modes modes)
{
	if ((modes.all & OTHERS) != 0) {
		cr_find(k, CR_RULE_SECRET_FILE_MODE, pod->owner, modes.at != NULL ? modes.at->mark : secret->mark,
			"every user of its containers may read the files of volume \"%S\" in %S%s", cr_name_of(volume),
			cr_object_name(k, pod->owner), modes.at == NULL ? ", which has the default mode 0644" : "");
	}
}

/* What a container runs as; false: what its image says, most often root. */
static bool
runs_as_other(const struct cr_node *pod_context, const struct cr_node *context)
{
	int64_t user;
	const struct cr_node *set = cr_map_get(context, CR_KEY_runAsUser);
	set = set != NULL ? set : cr_map_get(pod_context, CR_KEY_runAsUser);
	if (number(set, &user)) {
		return user != 0;
	}
	const struct cr_node *no_root = cr_map_get(context, CR_KEY_runAsNonRoot);
	no_root = no_root != NULL ? no_root : cr_map_get(pod_context, CR_KEY_runAsNonRoot);
	return cr_is(no_root, CR_SCALAR) && cr_str_eq(cr_text(no_root), CR_STR("true"));
}

/* Files of volumes belong to root and its group, or to fsGroup, whose members may then always read them. */
static bool
can_read(const struct cr_node *pod_context, const struct cr_node *context, int64_t common)
{
	int64_t group = 0;
	if ((common & READ_OTHERS) != 0 || cr_map_get(pod_context, CR_KEY_fsGroup) != NULL || !runs_as_other(pod_context, context)) {
		return true;
	}
	const struct cr_node *set = cr_map_get(context, CR_KEY_runAsGroup);
	set = set != NULL ? set : cr_map_get(pod_context, CR_KEY_runAsGroup);
	bool with_root = !number(set, &group) || group == 0 || cr_map_get(pod_context, CR_KEY_supplementalGroups) != NULL;
	return (common & READ_GROUP) != 0 && with_root;
}

static bool
mounts(struct cr_check *k, const struct cr_node *container, struct cr_str volume)
{
	const struct cr_node *list = cr_map_get(container, CR_KEY_volumeMounts);
	cr_count_work(k->c, list != NULL ? list->count + 1 : 1);
	for (size_t i = 0; cr_is(list, CR_LIST) && i < list->count; i++) {
		if (cr_str_eq(cr_name_of(list->items[i]), volume)) {
			return true;
		}
	}
	return false;
}

static void
look_for_readers(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *volume, struct modes modes)
{
	static const cr_key lists[] = { CR_KEY_initContainers, CR_KEY_containers };
	const struct cr_node *pod_context = cr_map_get(pod->spec, CR_KEY_securityContext);
	if ((modes.common & READ_OTHERS) != 0) {
		return;
	}
	for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
		const struct cr_node *list = cr_map_get(pod->spec, lists[l]);
		for (size_t i = 0; cr_is(list, CR_LIST) && i < list->count; i++) {
			const struct cr_node *container = list->items[i];
			if (mounts(k, container, cr_name_of(volume)) &&
			    !can_read(pod_context, cr_map_get(container, CR_KEY_securityContext), modes.common)) {
				cr_find(k, CR_RULE_UNREADABLE_FILES, pod->owner, modes.at != NULL ? modes.at->mark : volume->mark,
					"%S does not run as root and cannot read volume \"%S\", whose files only root "
					"may read",
					cr_container_name(k, pod, container), cr_name_of(volume));
			}
		}
	}
}

static void
look_at_source(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *volume, const struct cr_node *holder,
	       const struct cr_node *map, bool secret)
{
	const struct cr_node *items = cr_map_get(map, CR_KEY_items);
	struct modes modes = modes_of(holder, items);
	if (secret && !picks_public(items)) {
		look_for_others(k, pod, volume, map, modes);
	}
	look_for_readers(k, pod, volume, modes);
	look_at_modes(k, pod, map, items);
}

static void
look_at_volume(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *volume)
{
	static const cr_key kinds[] = { CR_KEY_configMap, CR_KEY_secret };
	const struct cr_node *projected = cr_map_get(volume, CR_KEY_projected);
	const struct cr_node *sources = cr_map_get(projected, CR_KEY_sources);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const struct cr_node *map = cr_map_get(volume, kinds[i]);
		if (cr_is(map, CR_MAP)) {
			look_at_source(k, pod, volume, map, map, kinds[i] == CR_KEY_secret);
		}
		for (size_t s = 0; cr_is(sources, CR_LIST) && s < sources->count; s++) {
			map = cr_map_get(sources->items[s], kinds[i]);
			if (cr_is(map, CR_MAP)) {
				look_at_source(k, pod, volume, projected, map, kinds[i] == CR_KEY_secret);
			}
		}
	}
	look_at_digits(k, pod, cr_map_get(projected, CR_KEY_defaultMode));
}

/* Once for a container. */
static void
look_at_env(struct cr_check *k, const struct cr_pod *pod)
{
	const struct cr_node *last = NULL;
	for (size_t i = 0; i < pod->read_count; i++) {
		const struct cr_read *read = &pod->reads[i];
		bool env = read->how == CR_READ_ENV || read->how == CR_READ_ENV_FROM;
		if (env && read->kind == CR_MAP_SECRET && read->container != last) {
			last = read->container;
			cr_find(k, CR_RULE_SECRET_IN_ENV, pod->owner, read->at->mark, "%S is given Secret \"%S\" in its environment",
				cr_container_name(k, pod, read->container), cr_key_str(k->c, read->name));
		}
	}
}

void
cr_check_files(struct cr_check *k)
{
	for (size_t i = 0; i < k->refs->pod_count; i++) {
		const struct cr_pod *pod = k->refs->pods[i];
		const struct cr_node *volumes = cr_map_get(pod->spec, CR_KEY_volumes);
		for (size_t v = 0; cr_is(volumes, CR_LIST) && v < volumes->count; v++) {
			look_at_volume(k, pod, volumes->items[v]);
		}
		look_at_env(k, pod);
	}
}

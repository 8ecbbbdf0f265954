/* The public view of a kustomization: the decoded file in the words that edits take. */
#include "confrender/kustomization.h"

#include "edit/edit.h"
#include "render/route.h"

struct asking {
	struct cr_job job;
	struct confrender_kustomization *answer;
};

/* A word of an edit ends at the first NUL. */
static bool
is_word(struct cr_str s)
{
	return cr_str_find(s, '\0', 0) == SIZE_MAX;
}

static const char *
text(struct cr_ctx *c, struct cr_str s)
{
	return s.len > 0 && is_word(s) ? cr_str_dup(c, s).ptr : "";
}

static struct cr_str
or_nothing(const struct cr_text *t)
{
	return t->set ? t->s : CR_STR("");
}

static bool
is_entry(struct cr_str word, const struct cr_edit_image *wanted)
{
	struct cr_edit_image read;
	return is_word(word) && cr_edit_read_image(word, &read) && cr_str_eq(read.name, wanted->name) &&
	       cr_str_eq(read.new_name, wanted->new_name) && cr_str_eq(read.new_tag, wanted->new_tag) &&
	       cr_str_eq(read.digest, wanted->digest);
}

/* "name=newName:newTag@digest"; NULL: it changes nothing, or is an entry that no word says: "nginx:1" with a tag behind it. */
static const char *
image_word(struct cr_ctx *c, const struct cr_image *image)
{
	const struct cr_edit_image e = { or_nothing(&image->name), or_nothing(&image->new_name), or_nothing(&image->new_tag),
					 or_nothing(&image->digest) };
	if (e.new_name.len == 0 && e.new_tag.len == 0 && e.digest.len == 0) {
		return NULL;
	}
	struct cr_str word = cr_str_fmt(c, "%.*s%s%.*s%s%.*s%s%.*s", CR_PRI(e.name), e.new_name.len > 0 ? "=" : "", CR_PRI(e.new_name),
					e.new_tag.len > 0 ? ":" : "", CR_PRI(e.new_tag), e.digest.len > 0 ? "@" : "", CR_PRI(e.digest));
	return is_entry(word, &e) ? word.ptr : NULL;
}

static struct confrender_words
images_of(struct cr_ctx *c, const struct cr_kust *k)
{
	const char **words = cr_new_n(c, const char *, k->images.count);
	size_t count = 0;
	for (size_t i = 0; i < k->images.count; i++) {
		const char *word = image_word(c, &k->images.items[i]);
		if (word != NULL) {
			words[count++] = word;
		}
	}
	return (struct confrender_words){ words, count };
}

static struct confrender_words
words_of(struct cr_ctx *c, const struct cr_texts *texts)
{
	const char **words = cr_new_n(c, const char *, texts->count);
	size_t count = 0;
	for (size_t i = 0; i < texts->count; i++) {
		if (is_word(texts->items[i].s)) {
			words[count++] = text(c, texts->items[i].s);
		}
	}
	return (struct confrender_words){ words, count };
}

static struct confrender_pairs
pairs_of(struct cr_ctx *c, const struct cr_entries *entries)
{
	struct confrender_pair *pairs = cr_new_n(c, struct confrender_pair, entries->count);
	for (size_t i = 0; i < entries->count; i++) {
		pairs[i] = (struct confrender_pair){ text(c, cr_key_str(c, entries->items[i].key)), text(c, entries->items[i].value) };
	}
	return (struct confrender_pairs){ pairs, entries->count };
}

static struct confrender_pairs
replicas_of(struct cr_ctx *c, const struct cr_kust *k)
{
	struct confrender_pair *pairs = cr_new_n(c, struct confrender_pair, k->replicas.count);
	size_t count = 0;
	for (size_t i = 0; i < k->replicas.count; i++) {
		const struct cr_replica *r = &k->replicas.items[i];
		struct cr_str name = or_nothing(&r->name);
		if (name.len > 0 && is_word(name) && cr_str_find(name, '=', 0) == SIZE_MAX) {
			pairs[count++] = (struct confrender_pair){ text(c, name), cr_str_fmt(c, "%lld", (long long)r->count).ptr };
		}
	}
	return (struct confrender_pairs){ pairs, count };
}

/* What is refused at first sight; NULL: nothing. */
static const char *
refused_by(struct cr_ctx *c, const struct cr_kust *k)
{
	if (k->charts.count > 0) {
		return text(c, k->charts.items[0].place);
	}
	for (size_t i = 0; i < k->resources.count; i++) {
		if (cr_path_is_remote(k->resources.items[i].s)) {
			return "resources";
		}
	}
	for (size_t i = 0; i < k->components.count; i++) {
		if (cr_path_is_remote(k->components.items[i].s)) {
			return "components";
		}
	}
	return NULL;
}

static bool
ask(struct cr_ctx *c, void *arg)
{
	struct asking *a = arg;
	size_t errors = cr_error_count(c);
	const struct cr_kust *k = cr_baseline_kust(c, a->job.scope->baseline, a->job.dir, CR_NO_MARK);
	if (k == NULL || cr_error_count(c) != errors) {
		return false;
	}
	*a->answer = (struct confrender_kustomization){
		.name_prefix = text(c, or_nothing(&k->name_prefix)),
		.name_suffix = text(c, or_nothing(&k->name_suffix)),
		.ns = cr_edit_is_namespace(or_nothing(&k->ns)) ? text(c, k->ns.s) : "",
		.images = images_of(c, k),
		.components = words_of(c, &k->components),
		.labels = pairs_of(c, &k->common_labels),
		.annotations = pairs_of(c, &k->common_annotations),
		.replicas = replicas_of(c, k),
		.refused = refused_by(c, k),
	};
	return true;
}

enum confrender_result
confrender_kustomization_read(struct confrender_session *session, const char *directory, struct confrender_kustomization *kustomization)
{
	struct asking a = { .answer = kustomization };
	*kustomization = (struct confrender_kustomization){ .name_prefix = "", .name_suffix = "", .ns = "" };
	enum confrender_result result = cr_job_begin(session, directory, &a.job);
	if (result == CONFRENDER_OK) {
		result = cr_scope_run(a.job.scope, ask, &a);
	}
	cr_report(a.job.scope);
	return result;
}

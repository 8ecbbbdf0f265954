/* What the reference would run: programs, Go plugins, container functions. They are told apart so that the message names what was asked
 * for; then they are refused. Counterpart: GetFunctionSpec of kyaml's runtimeutil, and the loader's choice between the rest. */
#include "accumulate/plugin_kinds.h"

#include "load/loader.h"

/* The text of the function that n describes: sets *word to its sort. */
static struct cr_str
function_name(const struct cr_node *n, const char **word)
{
	static const struct {
		cr_key sort;
		const char *word;
		cr_key keys[3];
	} sorts[] = {
		{ CR_KEY_container, "container", { CR_KEY_image } },
		{ CR_KEY_exec, "exec", { CR_KEY_path } },
		{ CR_KEY_starlark, "starlark", { CR_KEY_path, CR_KEY_url, CR_KEY_name } },
	};
	for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
		const struct cr_node *spec = cr_map_get(n, sorts[i].sort);
		for (size_t k = 0; k < 3 && spec != NULL && sorts[i].keys[k] != CR_KEY_EMPTY; k++) {
			struct cr_str name = cr_map_text(spec, sorts[i].keys[k]);
			if (name.len > 0) {
				*word = sorts[i].word;
				return name;
			}
		}
	}
	*word = "container";
	return CR_STR("");
}

/* The description in an annotation, which is YAML; NULL if it cannot be read, which has then been reported. */
static const struct cr_node *
read_description(struct cr_ctx *c, const struct cr_node *annotation)
{
	const struct cr_source src = {
		.text = cr_text(annotation),
		.file = cr_mark_file(annotation->mark),
		.line = cr_mark_line(annotation->mark) + ((annotation->flags & CR_NODE_BLOCK) != 0),
		.inlined = true,
	};
	struct cr_docs docs = { 0 };
	if (!cr_yaml_read(c, &src, CR_YAML_KUSTOMIZATION, &docs)) {
		return NULL;
	}
	return docs.count > 0 ? docs.items[0] : annotation;
}

static bool
refuse_function(struct cr_ctx *c, const struct cr_resource *r, struct cr_str name, const char *word, cr_mark mark)
{
	return cr_fail(c, mark, CR_E_UNSUPPORTED,
		       "%s function \"%S\" is not enabled: external plugins disabled; unable to load external plugin '%S'", word,
		       cr_path_redact(c, name), cr_key_str(c, r->id.gvk.kind));
}

static bool
refuse_described(struct cr_ctx *c, const struct cr_resource *r, const struct cr_node *description, cr_mark mark)
{
	const char *word;
	struct cr_str name = function_name(description, &word);
	return refuse_function(c, r, name, word, mark);
}

bool
cr_plugin_refuse(struct cr_ctx *c, const struct cr_resource *r)
{
	static const cr_key keys[] = { CR_KEY_config_kubernetes_io_function, CR_KEY_config_k8s_io_function };
	const struct cr_node *metadata = cr_map_get(r->root, CR_KEY_metadata);
	const struct cr_node *annotations = cr_map_get(metadata, CR_KEY_annotations);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const struct cr_node *text = cr_map_get(annotations, keys[i]);
		if (cr_is(text, CR_SCALAR) && text->count > 0) {
			const struct cr_node *description = read_description(c, text);
			return description != NULL && refuse_described(c, r, description, text->mark);
		}
	}
	const struct cr_node *described = cr_map_get(metadata, CR_KEY_configFn);
	if (!cr_node_is_null(described)) {
		return refuse_described(c, r, described, described->mark);
	}
	const struct cr_node *image = cr_map_get(annotations, CR_KEY_config_kubernetes_io_container);
	if (cr_is(image, CR_SCALAR) && image->count > 0) {
		return refuse_function(c, r, cr_text(image), "container", image->mark);
	}
	struct cr_str version = cr_map_text(r->root, CR_KEY_apiVersion), kind = cr_key_str(c, r->id.gvk.kind);
	return cr_fail(c, r->mark, CR_E_UNSUPPORTED,
		       "exec or Go plugin \"%S %S\" is not enabled: external plugins disabled; unable to load external plugin '%S'",
		       version, kind, kind);
}

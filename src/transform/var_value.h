/* What a var stands for, and $(NAME) in a text. */
#ifndef CR_TRANSFORM_VAR_VALUE_H
#define CR_TRANSFORM_VAR_VALUE_H

#include "kustomization/vars.h"

struct cr_var_value {
	const struct cr_var *var;
	struct cr_str text;  /* within other text */
	struct cr_str whole; /* where nothing stands beside it, with tag */
	enum cr_tag tag;
	bool plain; /* false: a map or a list, which nothing can be replaced by */
	bool used;
};

struct cr_var_values {
	struct cr_var_value *items;
	size_t count;
	struct cr_map by_name;
};

/* The field of r that the var names. False after cr_fail. */
bool cr_var_value_read(struct cr_ctx *c, const struct cr_var *v, const struct cr_resource *r, struct cr_var_value *out);
/* The value of that name, or NULL. */
struct cr_var_value *cr_var_value_find(const struct cr_var_values *values, cr_key name);
/* *out is a new node for the string in old with every $(NAME) replaced; NULL if nothing changes. False after cr_fail. */
bool cr_var_expand(struct cr_ctx *c, const struct cr_var_values *values, const struct cr_node *old, struct cr_node **out);

#endif

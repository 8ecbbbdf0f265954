/* What a plain scalar's text means: the rules of output-format.md sections 4, 6 and 7 (go-yaml v3 with YAML 1.2 leanings), and the
 * YAML 1.1 rules by which kustomization.yaml and JSON patches are read. */
#ifndef CR_YAML_SCALAR_H
#define CR_YAML_SCALAR_H

#include "yaml/node.h"

enum cr_type { CR_T_NULL, CR_T_BOOL, CR_T_INT, CR_T_UINT, CR_T_FLOAT, CR_T_STR, CR_T_TIMESTAMP };

struct cr_value {
	enum cr_type type;
	union {
		bool b;
		int64_t i;  /* CR_T_INT */
		uint64_t u; /* CR_T_UINT: above INT64_MAX */
		double f;
	};
};

/* The value of a scalar node as the reference finds it when it reads its own intermediate text. CR_T_STR: the node's text is the
 * value. CR_T_TIMESTAMP: cr_timestamp_text gives the value as printed. */
struct cr_value cr_scalar_value(const struct cr_node *n);
/* False after cr_fail: the scalar was given text that its tag does not allow (CR_NODE_UNFIT). The reference finds that out when it prints.
 */
bool cr_scalar_fits(struct cr_ctx *c, const struct cr_node *n);
/* The tag that plain text of this type has. */
enum cr_tag cr_type_tag(enum cr_type type);
/* As above for bare text, written plain. */
struct cr_value cr_plain_value(struct cr_str text);
/* The same for YAML 1.1 (yes, no, on, off, y, n are booleans; dates stay text). */
struct cr_value cr_plain_value_11(struct cr_str text);
/* Would this string value be read back as something else if written plain (by the older writer's rules)? */
bool cr_needs_quotes(struct cr_str text);
/* "2001-12-14" -> "2001-12-14T00:00:00Z"; false if text is no date. */
bool cr_timestamp_text(struct cr_str text, char out[64]);

#define CR_DOUBLE_PLAIN 360

/* Number texts. Each returns the length written to out. */
/* Go's encoding/json: shortest digits, 1e-7, 1e+21 (for hashes). */
size_t cr_double_json(double d, char out[40]);
/* The reference's YAML: %g with shortest digits, exponent below 1e-4 and from 1e6 on ("1e-05", "1.2345675e+06"). */
size_t cr_double_yaml(double d, char out[40]);
/* The same with as few digits as tell it from its neighbours of single precision. */
size_t cr_float_yaml(double d, char out[40]);

/* Go's %v: exponent below 1e-4 and from 1e6 on. */
size_t cr_double_go(double d, char out[40]);
/* Never an exponent: up to 309 digits before the point, or 324 behind it. */
size_t cr_double_plain(double d, char out[CR_DOUBLE_PLAIN]);

#endif

/* Nodes -> text. YAML as the reference prints it (output-format.md), JSON as Go's encoding/json writes it. Straight from the tree to the
 * buffer, no recursion, maps are not changed (a sorted order is made in scratch). */
#ifndef CR_YAML_EMIT_H
#define CR_YAML_EMIT_H

#include "base/buf.h"
#include "yaml/node.h"

/* One document with a final line feed. False after cr_fail: .inf, .nan, a key that is no string, a character that the reference cannot
 * print; the message names the place. */
bool cr_emit_yaml(struct cr_ctx *c, struct cr_buf *out, const struct cr_node *root);
/* The same where the reference has no text in between that it would read again: folded text is what it was (yaml/folded.h). */
bool cr_emit_yaml_as_read(struct cr_ctx *c, struct cr_buf *out, const struct cr_node *root);
/* Compact JSON, keys in byte order, < > & escaped, doubles as Go prints them: the text under the hash (hashing.md). */
bool cr_emit_json(struct cr_ctx *c, struct cr_buf *out, const struct cr_node *root);
/* JSON for --format json: keys in byte order, two-space indentation, exact integers. */
bool cr_emit_json_pretty(struct cr_ctx *c, struct cr_buf *out, const struct cr_node *root);

/* JSON as Go's encoding/json writes what it knows exactly: < > & escaped; on one line, or indented by two blanks; no line feed at its end.
 */
bool cr_emit_json_go(struct cr_ctx *c, struct cr_buf *out, const struct cr_node *root, bool indented);

/* The order of output-format.md section 3. <0, 0, >0. */
int cr_key_order(struct cr_str a, struct cr_str b);

#endif

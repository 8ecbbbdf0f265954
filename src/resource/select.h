/* Selectors: regular expressions with RE2's syntax over PCRE2, label selectors. */
#ifndef CR_RESOURCE_SELECT_H
#define CR_RESOURCE_SELECT_H

#include "resource/resmap.h"

struct cr_regex;

/* Compiled once; memory of the context's arena. A text without special characters never reaches PCRE2. What RE2 does not have is refused.
 * anchored: as ^(?:text)$ around the whole. NULL after cr_fail (mark, the text's place). */
struct cr_regex *cr_regex_new(struct cr_ctx *c, struct cr_str text, bool anchored, cr_mark mark);
/* The same where a text that is no regular expression is no error: *out is NULL then. False after cr_fail: past a limit. */
bool cr_regex_try(struct cr_ctx *c, struct cr_str text, bool anchored, cr_mark mark, struct cr_regex **out);
/* Yes or no. False after cr_fail: more work than the call has left (CR_MAX_WORK). */
bool cr_regex_match(struct cr_ctx *c, const struct cr_regex *re, struct cr_str subject, bool *matched);

/* The texts of a selector as written; kust.h holds them. */
struct cr_selector_text {
	struct cr_str group, version, kind, name, ns, label_selector, annotation_selector;
	cr_mark mark; /* of the selector */
	cr_mark group_mark, version_mark, kind_mark, name_mark, ns_mark, label_mark, annotation_mark;
};

struct cr_selector;
struct cr_selector *cr_selector_new(struct cr_ctx *c, const struct cr_selector_text *text);
/* All resources that it selects, in order. Name and namespace are tried against the original and the current id (patches); group, version
 * and kind against the current one. */
bool cr_selector_select(struct cr_ctx *c, const struct cr_selector *s, struct cr_resmap *m, struct cr_matches *out);

/* Replacements: is there an id of r, current or earlier, that it selects with all its parts? A current namespace counts as it is written.
 * Labels do not count. */
bool cr_selector_fits_id(struct cr_ctx *c, const struct cr_selector *s, const struct cr_resource *r, bool *yes);
/* The resources that may be selected, by name where that is one word, else all. */
void cr_selector_candidates(struct cr_ctx *c, const struct cr_selector *s, struct cr_resmap *m, struct cr_matches *out);

/* "a=b,c in (d,e),!f" against a map of labels (NULL: none). */
struct cr_label_selector;
struct cr_label_selector *cr_label_selector_new(struct cr_ctx *c, struct cr_str text, cr_mark mark);
bool cr_label_selector_match(struct cr_ctx *c, const struct cr_label_selector *s, const struct cr_node *labels);

#endif

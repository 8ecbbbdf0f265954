/* One entry of images: does it match an image, and what becomes of that. */
#ifndef CR_TRANSFORM_IMAGE_RULE_H
#define CR_TRANSFORM_IMAGE_RULE_H

#include "kustomization/kust.h"

struct cr_image_rule {
	const struct cr_image *entry;
	struct cr_regex *regex; /* NULL: the name is matched as it stands, "." meaning any character */
	bool invalid;           /* the name is no regular expression: matches nothing */
	bool used;              /* matched some image */
};

/* False after cr_fail: the name is past a limit of regular expressions. */
bool cr_image_rule_init(struct cr_ctx *c, struct cr_image_rule *rule, const struct cr_image *entry);
/* Where the rule matches, sets *image to the new text and *matched. False after cr_fail. */
bool cr_image_rule_apply(struct cr_ctx *c, struct cr_image_rule *rule, struct cr_str *image, bool *matched);

#endif

/* What several passes ask about objects, containers and texts. */
#ifndef CR_CHECK_LOOK_H
#define CR_CHECK_LOOK_H

#include "check/check.h"

bool cr_is_config_map(const struct cr_resource *r);
bool cr_is_secret(const struct cr_resource *r);
/* "Deployment/web in namespace ns": how findings name an object. */
struct cr_str cr_object_name(struct cr_check *k, const struct cr_resource *r);

/* A key of r for a message. Of a Secret's only what comes before the first letter that no key may have: "password:abc" is a key, too. */
struct cr_str cr_shown_key(struct cr_check *k, const struct cr_resource *r, cr_key key);
/* The same of a key that is known to be a Secret's. */
struct cr_str cr_shown_secret_key(struct cr_check *k, cr_key key);
/* May the letter stand in a key of a ConfigMap or Secret? */
bool cr_is_key_letter(char ch);

/* Calls look for each container of each pod, init and ephemeral ones included. */
void cr_each_container(struct cr_check *k, void (*look)(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *container));
/* The text at the key "name", or "". */
struct cr_str cr_name_of(const struct cr_node *map);
/* "container "web" of Deployment/web", for messages. */
struct cr_str cr_container_name(struct cr_check *k, const struct cr_pod *pod, const struct cr_node *container);

/* "a number", "a list": what a value is, for messages; NULL: a string. */
const char *cr_not_string_word(const struct cr_node *value);
/* Does another program fill this in before or after it is applied (${NAME}, {{ name }}, <path:...>, vault:..., $(NAME))? */
bool cr_is_templated(struct cr_str text);
/* Does text hold part? */
bool cr_text_has(struct cr_str text, struct cr_str part);

#endif

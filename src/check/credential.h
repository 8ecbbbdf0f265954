/* What looks like a credential, and what only stands for one. Precise rather than complete: a finding has to be worth reading. */
#ifndef CR_CHECK_CREDENTIAL_H
#define CR_CHECK_CREDENTIAL_H

#include "base/str.h"

/* What text holds, "a GitHub token", with its line in *line, from 1; NULL: nothing that is known. One pass. */
const char *cr_token_in(struct cr_str text, size_t *line);
/* Does name say that its value is a password, a token or a key? */
bool cr_names_credential(struct cr_str name);
/* Is value, by the name that it goes by, a password or a key, given as such? */
bool cr_is_named_credential(struct cr_str name, struct cr_str value);
/* The same for a line "name: value" or "name=value" of text, the first one; for what must look random to be believed. False: none. */
bool cr_setting_in(struct cr_str text, size_t *line);
/* Does text only stand for a value (CHANGE_ME, <password>, xxxx, your-key-here)? */
bool cr_is_placeholder(struct cr_str text);

#endif

/* One man page. */
#ifndef CR_MAN_PAGE_H
#define CR_MAN_PAGE_H

#include <stdio.h>

#include "cli/pages.h"

/* "conf-render-edit"; the caller frees it. */
char *man_page_name(const struct cli_page *page);
void man_page_put(FILE *out, const struct cli_page *page);

/* The options of a command, an entry each. heading NULL: it stands among others, and what all of edit's commands take is said elsewhere. */
void man_options_put(FILE *out, const struct cli_page *page, const char *heading);
void man_limits_put(FILE *out);

#endif

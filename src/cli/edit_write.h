/* Gives the files that an edit changes their new texts: all of them or none. */
#ifndef CR_CLI_EDIT_WRITE_H
#define CR_CLI_EDIT_WRITE_H

#include "destination.h"
#include "diagnostics.h"
#include <confrender/edit.h>

/* kustomization is open for the first file; not (fd is -1) if that is known not to change. false: this has been reported, and no file has
 * its new text, unless it was the giving of names that failed. */
bool cli_edit_write(struct cli_report *report, const struct confrender_edited *edited, struct cli_destination *kustomization);

/* What is read-only stays: it could be replaced where its directory can be written, but nobody who protects a file expects that. false:
 * this has been reported. */
bool cli_edit_may_write(struct cli_report *report, const char *name);

#endif

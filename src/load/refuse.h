/* What a refused path is told: the errors of load/, each in one place. */
#ifndef CR_LOAD_REFUSE_H
#define CR_LOAD_REFUSE_H

#include "load/loader.h"

/* Errno values that an origin does not give; the loader's own findings. */
enum {
	CR_REFUSED_BELOW = -1, /* not in or below the directory of the kustomization */
	CR_REFUSED_TOTAL = -2, /* CR_MAX_INPUT_BYTES */
	CR_REFUSED_COUNT = -3  /* CR_MAX_FILES */
};

/* English whatever the locale. */
const char *cr_errno_text(int error);
/* Records why entry, seen from dir, is not read. Always false. */
bool cr_refuse_file(struct cr_ctx *c, struct cr_str dir, struct cr_str entry, cr_mark mark, int error);
bool cr_refuse_dir(struct cr_ctx *c, struct cr_str dir, struct cr_str entry, cr_mark mark, int error);
/* The same for a path that no entry wrote. */
bool cr_refuse_path(struct cr_ctx *c, struct cr_str path, cr_mark mark, int error);
bool cr_refuse_dir_path(struct cr_ctx *c, struct cr_str path, cr_mark mark, int error);
bool cr_refuse_remote(struct cr_ctx *c, struct cr_str entry, cr_mark mark);

#endif

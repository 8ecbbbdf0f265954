/* A value put into a file path. */
#ifndef CR_TRANSFORM_FILE_PATH_H
#define CR_TRANSFORM_FILE_PATH_H

#include "base/ctx.h"

/* path with value as its part at position (from 1; behind the last, if there are not so many), cleaned as Go does. The slash of an absolute
 * path is no part. */
struct cr_str cr_file_path_insert(struct cr_ctx *c, struct cr_str path, uint64_t position, struct cr_str value);

#endif

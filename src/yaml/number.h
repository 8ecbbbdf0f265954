/* Number texts -> numbers, independent of any locale. */
#ifndef CR_YAML_NUMBER_H
#define CR_YAML_NUMBER_H

#include "base/str.h"

/* How underscores between digits count: taken out wherever they stand (in YAML 1.1 fashion), or as in Go's literals. */
enum cr_underscores { CR_UNDERSCORES_ANYWHERE, CR_UNDERSCORES_BETWEEN_DIGITS };

/* Is text an integer in decimal, 0octal, 0o, 0x or 0b (signed or not), underscores anywhere, that fits 64 bits? *magnitude and *negative
 * are its value; a negative one fits int64, another uint64. */
bool cr_parse_integer(struct cr_str text, uint64_t *magnitude, bool *negative);
/* Is text a decimal float ("1.", ".5", "1e3") in the range of a double? Too small gives 0. */
bool cr_parse_double(struct cr_str text, enum cr_underscores underscores, double *out);

#endif

/* A mark says where a node was written: file, line and column, packed in 8 bytes. */
#ifndef CR_BASE_MARK_H
#define CR_BASE_MARK_H

#include <stdint.h>

/* bits: file 20 (index in the session's file list, 0 = no file), line 28 (from 1, 0 = the file as a whole), column 16 (from 1,
 * saturating, 0 = unknown) */
typedef uint64_t cr_mark;

#define CR_NO_MARK ((cr_mark)0)

static inline cr_mark
cr_mark_make(uint32_t file, uint64_t line, uint64_t column)
{
	if (line > 0xfffffff) {
		line = 0xfffffff;
	}
	if (column > 0xffff) {
		column = 0xffff;
	}
	return (uint64_t)file << 44 | line << 16 | column;
}

static inline uint32_t
cr_mark_file(cr_mark m)
{
	return (uint32_t)(m >> 44);
}

static inline uint32_t
cr_mark_line(cr_mark m)
{
	return (uint32_t)(m >> 16) & 0xfffffff;
}

static inline uint32_t
cr_mark_column(cr_mark m)
{
	return (uint32_t)m & 0xffff;
}

#endif

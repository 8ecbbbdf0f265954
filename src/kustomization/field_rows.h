/* How rows of a table of fields are written. */
#ifndef CR_KUSTOMIZATION_FIELD_ROWS_H
#define CR_KUSTOMIZATION_FIELD_ROWS_H

#include "kustomization/fields.h"

/* clang-format off */
#define AT(type, member) .offset = offsetof(struct type, member)
#define TEXT(type, field, member, about) .name = field, .kind = CR_FIELD_TEXT, AT(type, member), .doc = about
#define SCALAR(type, field, member, about) .name = field, .kind = CR_FIELD_SCALAR, AT(type, member), .doc = about
#define BOOL(type, field, member, about) .name = field, .kind = CR_FIELD_BOOL, AT(type, member), .doc = about
#define TEXTS(type, field, member, about) .name = field, .kind = CR_FIELD_TEXTS, AT(type, member), .doc = about
#define ENTRIES(type, field, member, about) .name = field, .kind = CR_FIELD_ENTRIES, AT(type, member), .doc = about
#define MAP(field, table, about) .name = field, .kind = CR_FIELD_MAP, .fields = &(table), .doc = about
#define ITEMS(field, table, done, about) .name = field, .kind = CR_FIELD_ITEMS, .fields = &(table), .finish = done, .doc = about
#define PRESENT(type, member) .present = offsetof(struct type, member)
#define MARK(type, member) .mark = offsetof(struct type, member)
#define TABLE(type, table_rows) \
	{ .rows = table_rows, .count = sizeof(table_rows) / sizeof(table_rows)[0], .size = sizeof(struct type) }
#define OPEN_TABLE(type, table_rows) \
	{ .rows = table_rows, .count = sizeof(table_rows) / sizeof(table_rows)[0], .size = sizeof(struct type), .open = true }
#define TYPED .typed = true
/* clang-format on */

#endif

/* Calls of the program that fail when told to: memory (of every library that is linked, libc's own included), and what it asks of the
 * system for files.
 *
 * The linker puts these functions in the place of the real ones (FAULTS_WRAPPED in CMakeLists.txt), and the allocator is this program's.
 * What is told and what is counted lies in one place for all, since the functions know nothing but their arguments. */
#ifndef CR_TESTS_FAULTS_INJECT_H
#define CR_TESTS_FAULTS_INJECT_H

#include <stdbool.h>
#include <stddef.h>

enum fault_kind {
	FAULT_ALLOC,
	FAULT_OPEN,    /* for reading, directories too */
	FAULT_OPENAT2, /* those of them that ask for it; counted there too */
	FAULT_READ,    /* bytes of a file */
	FAULT_LIST,    /* entries of a directory */
	FAULT_STAT,    /* what a path or a descriptor is, where a link leads */
	FAULT_CREATE,  /* a file or a directory, its mode, its name */
	FAULT_WRITE,   /* output */
	FAULT_CLOSE,   /* of what was opened for output */
	FAULT_MESSAGE, /* a write to standard error */
	FAULT_KINDS
};

/* In the place of an errno value: read and write take one byte, or none at all. */
enum { FAULT_SHORT = 0, FAULT_NOTHING = -1 };

struct fault_plan {
	enum fault_kind kind;
	size_t at; /* counts from 1; 0: nothing fails */
	bool for_good;
	bool starve; /* once something has failed, there is no memory either */
	int error;
};

/* What a run did. */
struct fault_report {
	struct fault_plan plan;
	size_t calls[FAULT_KINDS];
	long live; /* blocks given and not yet taken back */
	bool hit;
	char path[256]; /* the last part of the one that could not be opened or read */
};

/* From now on calls are counted in report, and fail as its plan says. */
void faults_begin(struct fault_report *report);
void faults_end(void);

#endif

/* The functions that stand in the place of libc's. Each asks whether it is its turn to fail, and otherwise calls the real one. */
#include "faults_inject.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What libc, or the sanitizer in its place, would have been asked. */
#ifdef FAULTS_ABOVE_SANITIZER
#define BELOW(name) __interceptor_##name
#else
#define BELOW(name) __libc_##name
#endif

enum { MOST_FILES = 64 };

/* Where a run is counted; NULL before and after. Nobody hands it to malloc. */
static struct fault_report *current;
/* The path that each descriptor was opened by, and whether for writing. */
static struct {
	char name[256];
	bool output;
} files[MOST_FILES];

void
faults_begin(struct fault_report *report)
{
	current = report;
}

void
faults_end(void)
{
	current = NULL;
}

/* Counts a call, and says whether it is one of those to fail; errno is set if so. */
static bool
turn(enum fault_kind kind)
{
	if (current == NULL) {
		return false;
	}
	const struct fault_plan *plan = &current->plan;
	size_t call = ++current->calls[kind];
	if (plan->starve && current->hit && kind == FAULT_ALLOC) {
		errno = ENOMEM;
		return true;
	}
	if (plan->kind != kind || plan->at == 0 || call < plan->at || (call > plan->at && !plan->for_good)) {
		return false;
	}
	current->hit = true;
	errno = plan->error;
	return true;
}

static void
copy_name(char *out, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	size_t length = strlen(name) < sizeof(files[0].name) ? strlen(name) : sizeof(files[0].name) - 1;
	memcpy(out, name, length);
	out[length] = '\0';
}

static bool
turn_of(enum fault_kind kind, const char *path)
{
	if (!turn(kind)) {
		return false;
	}
	if (current->path[0] == '\0') {
		copy_name(current->path, path);
	}
	return true;
}

/* --- memory: seen by the libraries too --- */

#pragma GCC visibility push(default)

void *BELOW(malloc)(size_t size);
void *BELOW(calloc)(size_t count, size_t size);
void *BELOW(realloc)(void *block, size_t size);
void *BELOW(memalign)(size_t alignment, size_t size);
void BELOW(free)(void *block);

static void *
given(void *block)
{
	if (current != NULL && block != NULL) {
		current->live++;
	}
	return block;
}

void *
malloc(size_t size)
{
	return turn(FAULT_ALLOC) ? NULL : given(BELOW(malloc)(size));
}

void *
calloc(size_t count, size_t size)
{
	return turn(FAULT_ALLOC) ? NULL : given(BELOW(calloc)(count, size));
}

void *
realloc(void *block, size_t size)
{
	if (turn(FAULT_ALLOC)) {
		return NULL;
	}
	void *grown = BELOW(realloc)(block, size);
	return block == NULL ? given(grown) : grown;
}

void *
aligned_alloc(size_t alignment, size_t size)
{
	return turn(FAULT_ALLOC) ? NULL : given(BELOW(memalign)(alignment, size));
}

int
posix_memalign(void **block, size_t alignment, size_t size)
{
	void *given_block = aligned_alloc(alignment, size);
	if (given_block == NULL) {
		return ENOMEM;
	}
	*block = given_block;
	return 0;
}

void
free(void *block)
{
	int error = errno;
	if (current != NULL && block != NULL) {
		current->live--;
	}
	BELOW(free)(block);
	errno = error;
}

/* The sanitizer has its own, which would ask for memory behind our back. */
char *
strdup(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = malloc(size);
	return copy != NULL ? memcpy(copy, text, size) : NULL;
}

#pragma GCC visibility pop

/* --- opening --- */

int __real_open(const char *path, int flags, ...);
int __real_openat(int directory, const char *path, int flags, ...);
long __real_syscall(long number, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_openat(int directory, const char *path, int flags, ...);
long __wrap_syscall(long number, ...);

static bool
for_output(int flags)
{
	return (flags & O_ACCMODE) != O_RDONLY && (flags & O_PATH) == 0;
}

static int
opened(int fd, const char *path, int flags)
{
	if (fd >= 0 && fd < MOST_FILES) {
		copy_name(files[fd].name, path);
		files[fd].output = for_output(flags);
	}
	return fd;
}

static bool
open_fails(const char *path, int flags)
{
	return turn_of(for_output(flags) ? FAULT_CREATE : FAULT_OPEN, path);
}

int
__wrap_open(const char *path, int flags, ...)
{
	va_list rest;
	va_start(rest, flags);
	mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
	va_end(rest);
	return open_fails(path, flags) ? -1 : opened(__real_open(path, flags, mode), path, flags);
}

int
__wrap_openat(int directory, const char *path, int flags, ...)
{
	va_list rest;
	va_start(rest, flags);
	mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
	va_end(rest);
	return open_fails(path, flags) ? -1 : opened(__real_openat(directory, path, flags, mode), path, flags);
}

/* openat2 has no function in libc; of its arguments the path is the second, and struct open_how begins with the flags. */
long
__wrap_syscall(long number, ...)
{
	long a[6];
	va_list rest;
	va_start(rest, number);
	for (size_t i = 0; i < sizeof(a) / sizeof(a[0]); i++) {
		a[i] = va_arg(rest, long);
	}
	va_end(rest);
	if (number != SYS_openat2) {
		return __real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
	}
	const char *path = (const char *)a[1];
	int flags = (int)*(const unsigned long long *)a[2];
	if (turn(FAULT_OPENAT2)) {
		return -1;
	}
	return open_fails(path, flags) ? -1 : opened((int)__real_syscall(number, a[0], a[1], a[2], a[3]), path, flags);
}

/* --- reading --- */

ssize_t __real_read(int fd, void *buffer, size_t length);
struct dirent *__real_readdir(DIR *directory);
ssize_t __wrap_read(int fd, void *buffer, size_t length);
struct dirent *__wrap_readdir(DIR *directory);

static const char *
name_of(int fd)
{
	return fd >= 0 && fd < MOST_FILES ? files[fd].name : "";
}

ssize_t
__wrap_read(int fd, void *buffer, size_t length)
{
	if (!turn_of(FAULT_READ, name_of(fd))) {
		return __real_read(fd, buffer, length);
	}
	return errno > 0 ? -1 : errno == FAULT_NOTHING ? 0 : __real_read(fd, buffer, length > 0);
}

struct dirent *
__wrap_readdir(DIR *directory)
{
	return turn_of(FAULT_LIST, name_of(dirfd(directory))) ? NULL : __real_readdir(directory);
}

/* --- asking --- */

int __real_stat(const char *path, struct stat *st);
int __real_lstat(const char *path, struct stat *st);
int __real_fstat(int fd, struct stat *st);
int __real_fstatat(int directory, const char *path, struct stat *st, int flags);
ssize_t __real_readlinkat(int directory, const char *path, char *text, size_t size);
char *__real_realpath(const char *path, char *real);
char *__real_getcwd(char *buffer, size_t size);
int __wrap_stat(const char *path, struct stat *st);
int __wrap_lstat(const char *path, struct stat *st);
int __wrap_fstat(int fd, struct stat *st);
int __wrap_fstatat(int directory, const char *path, struct stat *st, int flags);
ssize_t __wrap_readlinkat(int directory, const char *path, char *text, size_t size);
char *__wrap_realpath(const char *path, char *real);
char *__wrap_getcwd(char *buffer, size_t size);

int
__wrap_stat(const char *path, struct stat *st)
{
	return turn(FAULT_STAT) ? -1 : __real_stat(path, st);
}

int
__wrap_lstat(const char *path, struct stat *st)
{
	return turn(FAULT_STAT) ? -1 : __real_lstat(path, st);
}

int
__wrap_fstat(int fd, struct stat *st)
{
	return turn(FAULT_STAT) ? -1 : __real_fstat(fd, st);
}

int
__wrap_fstatat(int directory, const char *path, struct stat *st, int flags)
{
	return turn(FAULT_STAT) ? -1 : __real_fstatat(directory, path, st, flags);
}

ssize_t
__wrap_readlinkat(int directory, const char *path, char *text, size_t size)
{
	return turn(FAULT_STAT) ? -1 : __real_readlinkat(directory, path, text, size);
}

char *
__wrap_realpath(const char *path, char *real)
{
	return turn(FAULT_STAT) ? NULL : __real_realpath(path, real);
}

char *
__wrap_getcwd(char *buffer, size_t size)
{
	return turn(FAULT_STAT) ? NULL : __real_getcwd(buffer, size);
}

/* --- writing --- */

ssize_t __real_write(int fd, const void *text, size_t length);
int __real_close(int fd);
int __real_mkdirat(int directory, const char *path, mode_t mode);
int __real_fchmod(int fd, mode_t mode);
int __real_renameat(int from_directory, const char *from, int to_directory, const char *to);
ssize_t __wrap_write(int fd, const void *text, size_t length);
int __wrap_close(int fd);
int __wrap_mkdirat(int directory, const char *path, mode_t mode);
int __wrap_fchmod(int fd, mode_t mode);
int __wrap_renameat(int from_directory, const char *from, int to_directory, const char *to);

ssize_t
__wrap_write(int fd, const void *text, size_t length)
{
	if (!turn(fd == STDERR_FILENO ? FAULT_MESSAGE : FAULT_WRITE)) {
		return __real_write(fd, text, length);
	}
	return errno > 0 ? -1 : errno == FAULT_NOTHING ? 0 : __real_write(fd, text, length > 0);
}

/* The descriptor is gone even when close says that something went wrong. */
int
__wrap_close(int fd)
{
	bool output = fd == STDOUT_FILENO || (fd >= 0 && fd < MOST_FILES && files[fd].output);
	bool fails = output && turn(FAULT_CLOSE);
	int error = errno;
	if (fd >= 0 && fd < MOST_FILES) {
		files[fd].output = false;
	}
	int result = __real_close(fd);
	if (fails) {
		errno = error;
	}
	return fails ? -1 : result;
}

int
__wrap_mkdirat(int directory, const char *path, mode_t mode)
{
	return turn(FAULT_CREATE) ? -1 : __real_mkdirat(directory, path, mode);
}

int
__wrap_fchmod(int fd, mode_t mode)
{
	return turn(FAULT_CREATE) ? -1 : __real_fchmod(fd, mode);
}

int
__wrap_renameat(int from_directory, const char *from, int to_directory, const char *to)
{
	return turn(FAULT_CREATE) ? -1 : __real_renameat(from_directory, from, to_directory, to);
}

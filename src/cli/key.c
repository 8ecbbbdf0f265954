/* Reads the key of --checksum-key-file, before the sandbox: only the command line names it, never a tree. */
#include "key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/* A key of 32 bytes is as good as any; more than this is another file. */
enum { LONGEST = 64 * 1024 };

/* Up to LONGEST + 1 bytes: a pipe gives them in pieces. 0 or an errno value. */
static int
read_all(int fd, struct cli_key *key)
{
	ssize_t got = 1;
	while (got > 0 && key->length <= LONGEST) {
		got = TEMP_FAILURE_RETRY(read(fd, key->bytes + key->length, LONGEST + 1 - key->length));
		key->length += got > 0 ? (size_t)got : 0;
	}
	return got < 0 ? errno : 0;
}

static bool
refuse(struct cli_report *report, const char *path, const char *what, const char *hint)
{
	char *message = cli_join("--checksum-key-file \"", path, "\" ", what, NULL);
	cli_report_error(report, "io", NULL, message, hint);
	free(message);
	return false;
}

static bool
refuse_errno(struct cli_report *report, const char *path, int error)
{
	char *message = cli_join("--checksum-key-file \"", path, "\"", NULL);
	cli_report_errno(report, NULL, message, error);
	free(message);
	return false;
}

bool
cli_key_read(struct cli_report *report, const char *path, struct cli_key *key)
{
	int fd = (int)TEMP_FAILURE_RETRY(open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY));
	if (fd < 0) {
		return refuse_errno(report, path, errno);
	}
	cli_key_free(key);
	key->bytes = cli_alloc(LONGEST + 1, 1);
	int error = read_all(fd, key);
	close(fd);
	if (error != 0) {
		return refuse_errno(report, path, error);
	}
	if (key->length == 0) {
		return refuse(report, path, "is empty", "its bytes are the key: 32 random ones are good");
	}
	return key->length <= LONGEST || refuse(report, path, "is larger than 64 KiB", NULL);
}

void
cli_key_free(struct cli_key *key)
{
	if (key->bytes != NULL) {
		explicit_bzero(key->bytes, LONGEST + 1);
	}
	free(key->bytes);
	*key = (struct cli_key){ 0 };
}

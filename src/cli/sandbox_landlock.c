/* Landlock: which files the process can still open, whatever it does. Reading below the roots; in the output's directory what the output
 * needs; nothing else, and no network where the kernel can say so.
 *
 * What is open already stays usable, paths can still be walked (that is not opening), and descriptors of O_PATH can be had of anything. */
#include <errno.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox.h"

/* Newer than the headers of Debian 12. */
enum {
	ACCESS_REFER = 1 << 13,       /* from ABI 2 on: renames to another directory */
	ACCESS_TRUNCATE = 1 << 14,    /* from ABI 3 on */
	ACCESS_IOCTL_DEV = 1 << 15,   /* from ABI 5 on */
	NET_BIND_AND_CONNECT = 3,     /* TCP, from ABI 4 on */
	SCOPE_SOCKETS_AND_SIGNALS = 3 /* abstract sockets and signals of others, from ABI 6 on */
};

/* struct landlock_ruleset_attr as of ABI 6. Older kernels take it if what they do not know is 0. */
struct ruleset {
	uint64_t files, net, scoped;
};

enum {
	ACCESS_READ = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
	/* A file that is open gets its name, in place of an old one. */
	ACCESS_RENAME = LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE,
	ACCESS_MAKE = ACCESS_RENAME | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_WRITE_FILE | ACCESS_TRUNCATE,
};

/* Everything that this ABI can forbid. ABI 7 and 8 added nothing to forbid, and the same is taken of later ones. */
static struct ruleset
forbidden_by(int abi)
{
	struct ruleset all = { .files = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1 };
	all.files |= abi >= 2 ? ACCESS_REFER : 0;
	all.files |= abi >= 3 ? ACCESS_TRUNCATE : 0;
	all.files |= abi >= 5 ? ACCESS_IOCTL_DEV : 0;
	all.net = abi >= 4 ? NET_BIND_AND_CONNECT : 0;
	all.scoped = abi >= 6 ? SCOPE_SOCKETS_AND_SIGNALS : 0;
	return all;
}

static bool
allow_below(int ruleset, uint64_t known, int directory, uint64_t access)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = access & known, .parent_fd = directory };
	return syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

static bool
allow_needs(int ruleset, uint64_t known, const struct cli_sandbox_needs *needs)
{
	for (size_t i = 0; i < needs->root_count; i++) {
		if (!allow_below(ruleset, known, needs->roots[i], ACCESS_READ)) {
			return false;
		}
	}
	for (size_t i = 0; i < needs->output_count; i++) {
		const struct cli_sandbox_output *output = &needs->outputs[i];
		uint64_t access = output->makes_files ? ACCESS_MAKE : ACCESS_RENAME;
		if (output->directory >= 0 && !allow_below(ruleset, known, output->directory, access)) {
			return false;
		}
	}
	return true;
}

const char *
cli_sandbox_landlock(const struct cli_sandbox_needs *needs, int *abi)
{
	*abi = 0;
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	if (version < 1) {
		return cli_sandbox_reason(version < 0 ? errno : ENOSYS);
	}
	struct ruleset forbidden = forbidden_by((int)version);
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &forbidden, sizeof(forbidden), 0);
	if (ruleset < 0) {
		return cli_sandbox_reason(errno);
	}
	bool good = allow_needs(ruleset, forbidden.files, needs) && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
	const char *why = good ? NULL : cli_sandbox_reason(errno);
	close(ruleset);
	*abi = good ? (int)version : 0;
	return why;
}

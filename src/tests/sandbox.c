/* What the sandbox lets through and what not: each probe runs in a process of its own that has locked itself in, with Landlock and seccomp
 * together and with each of them alone, so that none hides a hole of the other.
 *
 *     sandbox
 *
 * Status 77 where the kernel has neither. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/sandbox.h"
#include "golden_files.h"

enum lock { LANDLOCK = 1, SECCOMP = 2, BOTH = 3 };

/* What the probes work with: root/ to be read, out/ to be written, outside/. */
struct world {
	char top[64];
	int root, out, outside;
	struct cli_sandbox_needs needs;
	int abi;
};

/* want: 0, an errno value, or a signal number with a minus sign. abi: from which on Landlock says so. */
struct probe {
	const char *name;
	int (*run)(const struct world *w);
	int want;
	enum lock lock;
	int abi;
};

static int
try_open(int directory, const char *name, int flags)
{
	int fd = openat(directory, name, flags | O_CLOEXEC, 0600);
	int error = fd >= 0 ? 0 : errno;
	if (fd >= 0) {
		close(fd);
	}
	return error;
}

static int
result(long value)
{
	return value >= 0 ? 0 : errno;
}

#define PROBE(name, expression) \
	static int name(const struct world *w) \
	{ \
		(void)w; \
		return expression; \
	}

PROBE(read_root, try_open(w->root, "file", O_RDONLY))
PROBE(list_root, try_open(w->root, ".", O_RDONLY | O_DIRECTORY))
PROBE(read_outside, try_open(w->outside, "secret", O_RDONLY))
PROBE(read_by_path, try_open(AT_FDCWD, "/etc/passwd", O_RDONLY))
PROBE(read_through_link, try_open(w->root, "link", O_RDONLY))
PROBE(read_upwards, try_open(w->root, "../outside/secret", O_RDONLY))
PROBE(list_outside, try_open(w->outside, ".", O_RDONLY | O_DIRECTORY))
PROBE(write_root, try_open(w->root, "file", O_WRONLY))
PROBE(cut_root, try_open(w->root, "file", O_RDWR | O_TRUNC))
PROBE(create_in_root, try_open(w->root, "new", O_WRONLY | O_CREAT))
PROBE(remove_from_root, result(unlinkat(w->root, "file", 0)))
PROBE(rename_in_root, result(renameat(w->root, "file", w->root, "other")))
PROBE(directory_in_root, result(mkdirat(w->root, "new", 0700)))
PROBE(write_outside, try_open(w->outside, "secret", O_WRONLY | O_TRUNC))
PROBE(write_device, try_open(AT_FDCWD, "/dev/null", O_WRONLY))
PROBE(read_output, try_open(w->out, "old", O_RDONLY))
PROBE(write_output, try_open(w->out, "old", O_WRONLY | O_TRUNC))
PROBE(create_output, try_open(w->out, "new", O_WRONLY | O_CREAT | O_EXCL))
PROBE(rename_output, result(renameat(w->out, "open", w->out, "old")))
PROBE(remove_output, result(unlinkat(w->out, "old", 0)))
PROBE(directory_in_output, result(mkdirat(w->out, "made", 0700)))
PROBE(output_to_root, result(renameat(w->out, "open", w->root, "stolen")))
PROBE(link_in_output, result(symlinkat("/etc/passwd", w->out, "link")))

PROBE(execute, result(execve("/bin/true", (char *[]){ (char *)"true", NULL }, (char *[]){ NULL })))
PROBE(make_socket, result(socket(AF_INET, SOCK_STREAM, 0)))
PROBE(make_local_socket, result(socket(AF_UNIX, SOCK_STREAM, 0)))
PROBE(trace, result(ptrace(PTRACE_TRACEME, 0, NULL, NULL)))
PROBE(fork_once, result(syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL)))
PROBE(new_namespace, result(syscall(SYS_clone, CLONE_THREAD | CLONE_SIGHAND | CLONE_VM | CLONE_NEWUSER, NULL, NULL, NULL, NULL)))
PROBE(read_process, result(syscall(SYS_process_vm_readv, getpid(), NULL, 0, NULL, 0, 0)))
PROBE(signal_parent, result(kill(getppid(), 0)))
PROBE(signal_other_thread, result(syscall(SYS_tgkill, 1, 1, 0)))
PROBE(start_io_uring, result(syscall(SYS_io_uring_setup, 1, NULL)))
PROBE(new_clone, result(syscall(SYS_clone3, NULL, 0)))
PROBE(unlisted_call, result(syscall(SYS_getppid)))
PROBE(other_fcntl, result(fcntl(w->root, F_DUPFD, 100)))
PROBE(map_code, result(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED ? 0 : -1))
PROBE(abort_itself, (abort(), 0))
PROBE(signal_itself, raise(SIGTERM))
PROBE(look_at_descriptor, isatty(w->root) ? 0 : errno)

static int
make_code(const struct world *w)
{
	(void)w;
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return page == MAP_FAILED ? ENOMEM : result(mprotect(page, 4096, PROT_READ | PROT_EXEC));
}

static void *
say_hello(void *argument)
{
	void *block = malloc(1 << 20);
	free(block);
	return argument;
}

static int
start_thread(const struct world *w)
{
	pthread_t thread;
	void *answer = NULL;
	int error = pthread_create(&thread, NULL, say_hello, (void *)w);
	error = error == 0 ? pthread_join(thread, &answer) : error;
	return error == 0 && answer != w ? EINVAL : error;
}

static int
compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Large blocks come and go, and a large qsort asks how much memory there is. */
static int
use_memory(const struct world *w)
{
	(void)w;
	size_t count = 1 << 20;
	int *numbers = calloc(count, sizeof(*numbers));
	int *more = numbers != NULL ? realloc(numbers, 2 * count * sizeof(*numbers)) : NULL;
	if (more == NULL) {
		free(numbers);
		return ENOMEM;
	}
	for (size_t i = 0; i < count; i++) {
		more[i] = (int)(count - i);
	}
	qsort(more, count, sizeof(*more), compare);
	int error = more[0] == 1 ? 0 : EINVAL;
	free(more);
	return error;
}

static int
connect_tcp(const struct world *w)
{
	(void)w;
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(9), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	return fd < 0 ? errno : result(connect(fd, (struct sockaddr *)&address, sizeof(address)));
}

#ifdef __x86_64__
PROBE(x32_call, result(syscall(0x40000000 + SYS_getpid)))

static int
call_of_32_bits(const struct world *w)
{
	enum { GETPID = 20 };
	(void)w;
	long answer = GETPID;
	__asm__ volatile("int $0x80" : "+a"(answer) : : "memory", "r8", "r9", "r10", "r11");
	return answer >= 0 ? 0 : (int)-answer;
}
#endif

static const struct probe PROBES[] = {
	{ "read below the root", read_root, 0, BOTH, 1 },
	{ "list the root", list_root, 0, BOTH, 1 },
	{ "read outside", read_outside, EACCES, LANDLOCK, 1 },
	{ "read by absolute path", read_by_path, EACCES, LANDLOCK, 1 },
	{ "read through a link", read_through_link, EACCES, LANDLOCK, 1 },
	{ "read upwards", read_upwards, EACCES, LANDLOCK, 1 },
	{ "list outside", list_outside, EACCES, LANDLOCK, 1 },
	{ "write below the root", write_root, EACCES, LANDLOCK, 1 },
	{ "cut off below the root", cut_root, EACCES, LANDLOCK, 1 },
	{ "create below the root", create_in_root, EACCES, LANDLOCK, 1 },
	{ "remove below the root", remove_from_root, EACCES, LANDLOCK, 1 },
	{ "rename below the root", rename_in_root, EACCES, LANDLOCK, 1 },
	{ "make a directory below the root", directory_in_root, EACCES, LANDLOCK, 1 },
	{ "write outside", write_outside, EACCES, LANDLOCK, 1 },
	{ "write to a device", write_device, EACCES, LANDLOCK, 1 },
	{ "connect by TCP", connect_tcp, EACCES, LANDLOCK, 4 },
	{ "signal the parent, Landlock", signal_parent, EPERM, LANDLOCK, 6 },
	{ "start a program", execute, -SIGSYS, SECCOMP, 0 },
	{ "make a socket", make_socket, -SIGSYS, SECCOMP, 0 },
	{ "make a local socket", make_local_socket, -SIGSYS, SECCOMP, 0 },
	{ "trace", trace, -SIGSYS, SECCOMP, 0 },
	{ "fork", fork_once, -SIGSYS, SECCOMP, 0 },
	{ "make a namespace", new_namespace, -SIGSYS, SECCOMP, 0 },
	{ "read a process", read_process, -SIGSYS, SECCOMP, 0 },
	{ "signal the parent, seccomp", signal_parent, -SIGSYS, SECCOMP, 0 },
	{ "signal another process's thread", signal_other_thread, -SIGSYS, SECCOMP, 0 },
	{ "start io_uring", start_io_uring, -SIGSYS, SECCOMP, 0 },
	{ "map code", map_code, -SIGSYS, SECCOMP, 0 },
	{ "make code of data", make_code, -SIGSYS, SECCOMP, 0 },
#ifdef __x86_64__
	{ "a call of x32", x32_call, -SIGSYS, SECCOMP, 0 },
	{ "a call of 32 bits", call_of_32_bits, -SIGSYS, SECCOMP, 0 },
#endif
	{ "clone3", new_clone, ENOSYS, SECCOMP, 0 },
	{ "a call on no list", unlisted_call, ENOSYS, SECCOMP, 0 },
	{ "another fcntl", other_fcntl, ENOSYS, SECCOMP, 0 },
	{ "start a thread", start_thread, 0, BOTH, 0 },
	{ "use memory", use_memory, 0, BOTH, 0 },
	{ "abort", abort_itself, -SIGABRT, BOTH, 0 },
	{ "signal itself", signal_itself, -SIGTERM, BOTH, 0 },
	{ "ask for a terminal", look_at_descriptor, EBADF, BOTH, 0 },
};

/* Where files are made in the output directory, and where only names are given. */
static const struct probe MAKING[] = {
	{ "read the output", read_output, EACCES, LANDLOCK, 1 },
	{ "write output", write_output, 0, BOTH, 1 },
	{ "create output", create_output, 0, BOTH, 1 },
	{ "give output its name", rename_output, 0, BOTH, 1 },
	{ "remove output", remove_output, 0, BOTH, 1 },
	{ "make a directory for output", directory_in_output, 0, BOTH, 1 },
	{ "move output into the root", output_to_root, EACCES, LANDLOCK, 1 },
	{ "make a link among output", link_in_output, EACCES, LANDLOCK, 1 },
};
static const struct probe NAMING[] = {
	{ "write a file that is there", write_output, EACCES, LANDLOCK, 1 },
	{ "create another file", create_output, EACCES, LANDLOCK, 1 },
	{ "give the file its name", rename_output, 0, BOTH, 1 },
	{ "remove the file", remove_output, 0, BOTH, 1 },
	{ "make a directory", directory_in_output, EACCES, LANDLOCK, 1 },
};

static void
write_file(const struct world *w, const char *name)
{
	char *path = path_of(w->top, name);
	if (!file_write(path, "text\n", 5)) {
		perror(path);
		exit(1);
	}
	free(path);
}

static int
make_directory(const struct world *w, const char *name)
{
	char *path = path_of(w->top, name);
	int fd = mkdir(path, 0700) == 0 ? open(path, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
	if (fd < 0) {
		perror(path);
		exit(1);
	}
	free(path);
	return fd;
}

static void
make_world(struct world *w, bool makes_files)
{
	*w = (struct world){ .top = "/tmp/sandbox-XXXXXX" };
	if (mkdtemp(w->top) == NULL) {
		perror(w->top);
		exit(1);
	}
	w->root = make_directory(w, "root");
	w->out = make_directory(w, "out");
	w->outside = make_directory(w, "outside");
	write_file(w, "root/file");
	write_file(w, "outside/secret");
	write_file(w, "out/old");
	write_file(w, "out/open");
	if (symlinkat("../outside/secret", w->root, "link") != 0) {
		perror("link");
		exit(1);
	}
	w->needs = (struct cli_sandbox_needs){
		.roots = &w->root, .root_count = 1, .memory = UINT64_C(8) << 30, .outputs = { { w->out, makes_files } }, .output_count = 1
	};
}

static void
end_world(struct world *w)
{
	close(w->root);
	close(w->out);
	close(w->outside);
	directory_remove(w->top);
}

static const char *
enter(const struct world *w, enum lock lock)
{
	int abi;
	const char *why = NULL;
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (lock & LANDLOCK) {
		why = cli_sandbox_landlock(&w->needs, &abi);
	}
	return why == NULL && (lock & SECCOMP) ? cli_sandbox_seccomp() : why;
}

/* The errno value, or minus the signal that ended the process. */
static int
run_locked(const struct world *w, const struct probe *p, enum lock lock)
{
	enum { NOT_LOCKED = 255 };
	int status = 0;
	pid_t child = fork();
	if (child == 0) {
		_exit(enter(w, lock) == NULL ? p->run(w) : NOT_LOCKED);
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
	}
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

struct count {
	size_t passed, failed, skipped;
};

static void
run_probes(const struct probe *probes, size_t count, bool makes_files, int abi, bool seccomp, struct count *counts)
{
	for (size_t i = 0; i < count; i++) {
		const struct probe *p = &probes[i];
		bool needs_landlock = (p->lock & LANDLOCK) != 0, needs_seccomp = (p->lock & SECCOMP) != 0;
		if ((needs_landlock && (abi == 0 || abi < p->abi)) || (needs_seccomp && !seccomp)) {
			printf("skipped: %s: not on this kernel\n", p->name);
			counts->skipped++;
			continue;
		}
		struct world w;
		make_world(&w, makes_files);
		int got = run_locked(&w, p, p->lock);
		end_world(&w);
		if (got != p->want) {
			printf("FAILED %s: %d, wanted %d\n", p->name, got, p->want);
		}
		*(got == p->want ? &counts->passed : &counts->failed) += 1;
	}
}

/* A child of its own, since limits stay. 0: all as it should be. */
static int
check_limits(void)
{
	struct cli_sandbox_needs needs = { .memory = UINT64_C(1) << 30 };
	struct rlimit files = { 64, 64 }, limit;
	int status = 1;
	pid_t child = fork();
	if (child == 0) {
		bool good = setrlimit(RLIMIT_NOFILE, &files) == 0 && cli_sandbox_limits(&needs) == NULL;
		good = good && getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur == 64;
		good = good && getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_max == 0;
		void *block = good ? mmap(NULL, UINT64_C(2) << 30, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) : NULL;
		_exit(good && block == MAP_FAILED ? 0 : 1);
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
	}
	return status;
}

/* Both parts of the sandbox, asked in a child. */
static void
ask(int *abi, bool *seccomp)
{
	int answer[2] = { 0, 0 }, ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0) {
		exit(1);
	}
	pid_t child = fork();
	if (child == 0) {
		struct cli_sandbox_needs needs = { .memory = UINT64_MAX };
		struct cli_sandbox_state state = cli_sandbox_enter(&needs);
		int mine[2] = { state.landlock_abi, state.seccomp == NULL };
		_exit(write(ends[1], mine, sizeof(mine)) == sizeof(mine) ? 0 : 1);
	}
	if (read(ends[0], answer, sizeof(answer)) != sizeof(answer)) {
		exit(1);
	}
	waitpid(child, NULL, 0);
	close(ends[0]);
	close(ends[1]);
	*abi = answer[0];
	*seccomp = answer[1] != 0;
}

int
main(void)
{
	enum { SKIPPED = 77 };
	struct count counts = { 0 };
	int abi;
	bool seccomp;
	ask(&abi, &seccomp);
	if (abi == 0 && !seccomp) {
		puts("skipped: no Landlock and no seccomp here");
		return SKIPPED;
	}
	run_probes(PROBES, sizeof(PROBES) / sizeof(PROBES[0]), true, abi, seccomp, &counts);
	run_probes(MAKING, sizeof(MAKING) / sizeof(MAKING[0]), true, abi, seccomp, &counts);
	run_probes(NAMING, sizeof(NAMING) / sizeof(NAMING[0]), false, abi, seccomp, &counts);
	bool limited = check_limits() == 0;
	if (!limited) {
		puts("FAILED limits");
	}
	*(limited ? &counts.passed : &counts.failed) += 1;
	printf("%zu passed, %zu failed, %zu skipped\n", counts.passed, counts.failed, counts.skipped);
	return counts.failed == 0 ? 0 : 1;
}

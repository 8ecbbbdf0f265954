/* seccomp: which system calls the process can still make, as a filter in the kernel's small machine language, made here by hand.
 *
 * There are three answers. What a render needs is allowed. What only somebody who took the process over would call (to start a program, to
 * speak to a network or to another process, to make memory that can run) ends the process. All else fails with ENOSYS, as on an old kernel:
 * the C library, which may be a newer one than this list, then takes the way around that it has for those. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox.h"

#if defined(__x86_64__) && !defined(__ILP32__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE

static const int ALLOWED[] = {
	/* files of the tree */
	SYS_openat, SYS_openat2, SYS_read, SYS_pread64, SYS_close, SYS_fstat, SYS_newfstatat, SYS_statx, SYS_fstatfs, SYS_getdents64,
	SYS_readlinkat, SYS_lseek, SYS_getcwd,
	/* realpath asks whether what ends in "/" is there; they tell no more than fstatat does */
	SYS_faccessat, SYS_faccessat2,
	/* output; Landlock says where */
	SYS_write, SYS_writev, SYS_renameat2, SYS_renameat, SYS_unlinkat, SYS_mkdirat, SYS_fchmod, SYS_fchown,
	/* memory; to map some is a rule */
	SYS_brk, SYS_munmap, SYS_mremap, SYS_madvise, SYS_sysinfo,
	/* signals to this process, and its timer */
	SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sigaltstack, SYS_restart_syscall, SYS_setitimer,
	/* threads; to make one is a rule */
	SYS_futex, SYS_set_robust_list, SYS_rseq, SYS_sched_yield, SYS_sched_getaffinity, SYS_getpid, SYS_gettid, SYS_exit, SYS_exit_group,
#ifdef __x86_64__
	/* older calls that arm64 never had, where the C library still makes them */
	SYS_readlink, SYS_stat, SYS_lstat, SYS_time,
#endif
	/* time and chance */
	SYS_clock_gettime, SYS_gettimeofday, SYS_getrandom
};

static const int DEADLY[] = {
#ifdef __x86_64__
	SYS_fork, SYS_vfork, SYS_modify_ldt, SYS_iopl, SYS_ioperm,
#endif
	/* another program, another process */
	SYS_execve, SYS_execveat, SYS_clone, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kill, SYS_tkill, SYS_tgkill,
	SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_pidfd_send_signal, SYS_pidfd_getfd,
	/* networks */
	SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4, SYS_sendto, SYS_recvfrom, SYS_sendmsg,
	SYS_recvmsg, SYS_sendmmsg, SYS_shutdown, SYS_getsockname, SYS_getpeername, SYS_setsockopt, SYS_getsockopt,
	/* parts of the kernel that many a way out of a sandbox went through */
	SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_add_key,
	SYS_request_key, SYS_keyctl,
	/* memory that can run */
	SYS_mmap, SYS_mprotect, SYS_pkey_mprotect, SYS_shmat, SYS_memfd_create,
	/* another view of the system */
	SYS_unshare, SYS_setns, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_open_by_handle_at, SYS_init_module,
	SYS_finit_module, SYS_kexec_load
};

/* A call that is allowed too if the lower half of one argument is value, or has none of value's bits. The kernel looks at no more of
 * these arguments, or refuses what has more. */
struct rule {
	int call;
	unsigned argument;
	bool bits;
	uint32_t value;
};

/* What glibc's pthread_create asks for; clone3, of which a filter sees no flags, is unknown here and so not used by it. */
enum {
	THREAD = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS | CLONE_PARENT_SETTID |
		 CLONE_CHILD_CLEARTID
};
/* What isatty asks in newer C libraries, TCGETS2; its name is in headers that do not go together with those of the library. */
#define GET_TERMINAL_2 UINT32_C(0x802c542a)

enum { RULE_COUNT = 9, CALL_COUNT = 512, BLOCK = 8 };

struct filter {
	uint32_t answers[CALL_COUNT];
	bool by_rule[CALL_COUNT]; /* the answer is for what no rule allows */
	struct rule rules[RULE_COUNT];
	struct sock_filter code[512];
	size_t length;
};

static void
put(struct filter *f, uint16_t code, uint8_t if_true, uint8_t if_false, uint32_t k)
{
	assert(f->length < sizeof(f->code) / sizeof(f->code[0]));
	f->code[f->length++] = (struct sock_filter){ .code = code, .jt = if_true, .jf = if_false, .k = k };
}

static void
put_load(struct filter *f, size_t offset)
{
	put(f, BPF_LD | BPF_W | BPF_ABS, 0, 0, (uint32_t)offset);
}

static void
put_answer(struct filter *f, uint32_t answer)
{
	put(f, BPF_RET | BPF_K, 0, 0, answer);
}

/* Calls of another architecture have other numbers: none is meant for this process. */
static void
put_architecture(struct filter *f)
{
	enum { X32_CALLS = 0x40000000 };
	put_load(f, offsetof(struct seccomp_data, arch));
	put(f, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, ARCHITECTURE);
	put_answer(f, SECCOMP_RET_KILL_PROCESS);
	put_load(f, offsetof(struct seccomp_data, nr));
	put(f, BPF_JMP | BPF_JGE | BPF_K, 0, 1, X32_CALLS);
	put_answer(f, SECCOMP_RET_KILL_PROCESS);
}

static void
put_rules(struct filter *f, int call)
{
	for (size_t i = 0; i < RULE_COUNT; i++) {
		const struct rule *rule = &f->rules[i];
		if (rule->call == call) {
			put_load(f, offsetof(struct seccomp_data, args) + rule->argument * sizeof(uint64_t));
			put(f, BPF_JMP | (rule->bits ? BPF_JSET : BPF_JEQ) | BPF_K, rule->bits, !rule->bits, rule->value);
			put_answer(f, SECCOMP_RET_ALLOW);
		}
	}
}

/* The first call after those from first on that are answered alike. */
static int
run_end(const struct filter *f, int first)
{
	int end = first + 1;
	while (end < CALL_COUNT && !f->by_rule[first] && !f->by_rule[end] && f->answers[end] == f->answers[first]) {
		end++;
	}
	return end;
}

/* Goes over what follows, up to end_skip, for calls from a number on that is not known yet. */
static size_t
begin_skip(struct filter *f)
{
	put(f, BPF_JMP | BPF_JGE | BPF_K, 0, 0, 0);
	return f->length - 1;
}

static void
end_skip(struct filter *f, size_t skip, int call)
{
	assert(f->length - skip - 1 <= UINT8_MAX);
	f->code[skip].jt = (uint8_t)(f->length - skip - 1);
	f->code[skip].k = (uint32_t)call;
}

/* Runs of calls by number, a few to a block that is gone over as a whole: when a filter is installed the kernel tries it on every call that
 * there is, which with a plain list costs more than all else that the sandbox does. */
static void
put_calls(struct filter *f)
{
	int call = 0;
	while (call < CALL_COUNT) {
		size_t block = begin_skip(f);
		for (int i = 0; i < BLOCK && call < CALL_COUNT; i++) {
			int first = call;
			size_t run = begin_skip(f);
			if (f->by_rule[first]) {
				put_rules(f, first);
			}
			put_answer(f, f->answers[first]);
			call = run_end(f, first);
			end_skip(f, run, call);
		}
		end_skip(f, block, call);
	}
	put_answer(f, SECCOMP_RET_ERRNO | ENOSYS);
}

static void
set_answers(struct filter *f, const int *calls, size_t count, uint32_t answer)
{
	for (size_t i = 0; i < count; i++) {
		f->answers[calls[i]] = answer;
	}
}

static void
make_filter(struct filter *f)
{
	const struct rule rules[RULE_COUNT] = {
		{ SYS_mmap, 2, true, PROT_EXEC },        { SYS_mprotect, 2, true, PROT_EXEC },
		{ SYS_fcntl, 1, false, F_GETFD },        { SYS_fcntl, 1, false, F_SETFD },
		{ SYS_fcntl, 1, false, F_GETFL },        { SYS_ioctl, 1, false, TCGETS },
		{ SYS_ioctl, 1, false, GET_TERMINAL_2 }, { SYS_tgkill, 0, false, (uint32_t)getpid() },
		{ SYS_clone, 0, false, THREAD },
	};
	for (size_t i = 0; i < CALL_COUNT; i++) {
		f->answers[i] = SECCOMP_RET_ERRNO | ENOSYS;
		f->by_rule[i] = false;
	}
	set_answers(f, ALLOWED, sizeof(ALLOWED) / sizeof(ALLOWED[0]), SECCOMP_RET_ALLOW);
	set_answers(f, DEADLY, sizeof(DEADLY) / sizeof(DEADLY[0]), SECCOMP_RET_KILL_PROCESS);
	for (size_t i = 0; i < RULE_COUNT; i++) {
		f->rules[i] = rules[i];
		f->by_rule[rules[i].call] = true;
	}
	f->length = 0;
	put_architecture(f);
	put_calls(f);
}

const char *
cli_sandbox_seccomp(void)
{
	struct filter filter;
	make_filter(&filter);
	struct sock_fprog program = { .len = (unsigned short)filter.length, .filter = filter.code };
	/* Kernels before 5.16 slow a filtered process down lest it guess at the memory of others, which is not what this filter is for. */
	long error = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program);
	if (error != 0 && errno == EINVAL) {
		error = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
	}
	return error == 0 ? NULL : cli_sandbox_reason(errno);
}

#else

const char *
cli_sandbox_seccomp(void)
{
	return "there is no list of calls for this architecture";
}

#endif

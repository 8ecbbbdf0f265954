/* Sessions on several threads at once, over the same directories and the same trees in memory: each must give the bytes, the messages and
 * the findings that it gives alone. Built with CONFRENDER_TSAN it also shows that sessions share nothing that is written.
 *
 *     threads CASES */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"

enum { THREADS = 4 };

/* A tree that is made to come to a limit takes seconds and memory, and is left out. */
#define A_LOT ((size_t)16 << 20)

struct answer {
	enum confrender_result result, checked;
	struct bytes output, findings;
	uint64_t messages; /* a hash */
};

/* A case, and what it gives when nothing else runs. */
struct job {
	const char *name;
	char *directory;
	struct fixture fixture;
	struct answer from_tree, from_disk;
	bool large;
};

struct worker {
	struct job *jobs;
	size_t count, first;
	pthread_barrier_t *start;
	size_t failures;
};

/* An allocator that counts. */
struct memory {
	size_t bytes;
};

static void *
allocate(void *user, size_t size)
{
	struct memory *memory = user;
	memory->bytes += size;
	return malloc(size);
}

static void
release(void *user, void *block)
{
	(void)user;
	free(block);
}

static void
hash_message(void *user, const struct confrender_diagnostic *diagnostic)
{
	uint64_t *hash = user;
	for (const char *c = diagnostic->message; *c != '\0'; c++) {
		*hash = (*hash ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
	}
	*hash = (*hash ^ diagnostic->place.line) * UINT64_C(0x100000001b3);
}

static struct answer
ask(const struct job *job, const struct confrender_tree *tree, struct memory *memory)
{
	struct answer answer = { .result = CONFRENDER_NO_MEMORY };
	struct confrender_session_options options = { .size = sizeof(options), .tree = tree, .on_diagnostic = hash_message };
	options.diagnostic_user = &answer.messages;
	options.allocate = allocate;
	options.release = release;
	options.allocator_user = memory;
	struct confrender_session *session = confrender_session_new(&options, &answer.result);
	if (session != NULL) {
		answer.output = fixture_bytes_in(session, tree != NULL ? "" : job->directory, &answer.result);
		answer.findings = fixture_findings_in(session, tree != NULL ? "" : job->directory, &answer.checked);
	}
	confrender_session_free(session);
	return answer;
}

static bool
same(const struct answer *a, const struct answer *b)
{
	return a->result == b->result && a->messages == b->messages && bytes_equal(&a->output, &b->output) && a->checked == b->checked &&
	       bytes_equal(&a->findings, &b->findings);
}

static void
free_answer(struct answer *answer)
{
	free(answer->output.data);
	free(answer->findings.data);
}

static size_t
check(const struct job *job, const struct confrender_tree *tree, const struct answer *want)
{
	struct memory memory = { 0 };
	struct answer got = ask(job, tree, &memory);
	bool good = same(&got, want);
	if (!good) {
		printf("FAILED %s %s: not what it gives alone\n", job->name, tree != NULL ? "in memory" : "on disk");
	}
	free_answer(&got);
	return !good;
}

static void *
work(void *argument)
{
	struct worker *w = argument;
	pthread_barrier_wait(w->start);
	for (size_t i = 0; i < w->count; i++) {
		const struct job *job = &w->jobs[(w->first + i) % w->count];
		if (!job->large) {
			w->failures += check(job, &job->fixture.tree, &job->from_tree);
			w->failures += check(job, NULL, &job->from_disk);
		}
	}
	return NULL;
}

/* Two threads begin at the same case, two elsewhere. */
static size_t
work_at_once(struct job *jobs, size_t count)
{
	pthread_t threads[THREADS];
	struct worker workers[THREADS];
	pthread_barrier_t start;
	size_t failures = 0;
	pthread_barrier_init(&start, NULL, THREADS);
	for (size_t i = 0; i < THREADS; i++) {
		workers[i] = (struct worker){ .jobs = jobs, .count = count, .first = i / 2 * (count / 2), .start = &start };
		if (pthread_create(&threads[i], NULL, work, &workers[i]) != 0) {
			perror("threads");
			exit(2);
		}
	}
	for (size_t i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		failures += workers[i].failures;
	}
	pthread_barrier_destroy(&start);
	return failures;
}

static void
open_job(struct job *job, const char *cases, const char *name)
{
	struct memory memory = { 0 };
	char *directory = path_of(cases, name);
	job->name = name;
	job->directory = path_of(directory, "in");
	fixture_open(&job->fixture, job->directory);
	job->from_tree = ask(job, &job->fixture.tree, &memory);
	job->large = memory.bytes > A_LOT;
	if (!job->large) {
		job->from_disk = ask(job, NULL, &memory);
	}
	free(directory);
}

static void
close_job(struct job *job)
{
	free_answer(&job->from_tree);
	free_answer(&job->from_disk);
	free(job->directory);
	fixture_close(&job->fixture);
}

int
main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: threads CASES\n", stderr);
		return 2;
	}
	struct paths all = directory_entries(argv[1]);
	struct job *jobs = calloc(all.count + 1, sizeof(jobs[0]));
	size_t outputs = 0;
	for (size_t i = 0; i < all.count; i++) {
		open_job(&jobs[i], argv[1], all.names[i]);
		outputs += jobs[i].from_tree.output.length > 0;
	}
	size_t failures = work_at_once(jobs, all.count);
	printf("%zu trees, %zu with output, on %d threads at once: %zu failures\n", all.count, outputs, THREADS, failures);
	for (size_t i = 0; i < all.count; i++) {
		close_job(&jobs[i]);
	}
	free(jobs);
	paths_free(&all);
	return failures == 0 && outputs > all.count / 4 ? 0 : 1;
}

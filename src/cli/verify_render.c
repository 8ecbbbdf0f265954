/* The renderer of verify: a child that does what build does, in the same sandbox, and sends each output through a pipe.
 *
 * The parent cannot be locked in, since it starts programs. So it reads nothing of the tree, and of what the child sends it takes only
 * lengths that are possible. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"
#include "verify.h"

/* What goes before a directory's name and text. */
struct head {
	uint64_t name, text;
	double seconds;
	bool good;
};

static bool
send_bytes(int fd, const void *data, size_t length)
{
	const char *at = data;
	while (length > 0) {
		ssize_t sent = write(fd, at, length);
		if (sent < 0 && errno == EINTR) {
			continue;
		}
		if (sent <= 0) {
			return false;
		}
		at += sent;
		length -= (size_t)sent;
	}
	return true;
}

/* false: it ended before. */
static bool
receive_bytes(int fd, void *data, size_t length)
{
	char *at = data;
	while (length > 0) {
		ssize_t got = read(fd, at, length);
		if (got < 0 && errno == EINTR) {
			continue;
		}
		if (got <= 0) {
			return false;
		}
		at += got;
		length -= (size_t)got;
	}
	return true;
}

/* false: nobody listens any more. */
static bool
render_and_send(struct cli_run *r, const char *directory, int fd)
{
	struct confrender_output *output = NULL;
	size_t length = 0;
	double start = cli_verify_now();
	cli_run_turn(r, directory);
	enum confrender_result result = confrender_render(r->session, directory, &r->options.render, &output);
	double seconds = cli_verify_now() - start;
	cli_timeout_pause(&r->timeout);
	r->out_of_memory = result == CONFRENDER_NO_MEMORY;
	if (result != CONFRENDER_OK) {
		cli_run_take(r, result);
	}
	const char *text = output != NULL ? confrender_output_text(output, &length) : "";
	struct head head;
	memset(&head, 0, sizeof(head));
	head = (struct head){ .name = strlen(directory), .text = length, .seconds = seconds, .good = result == CONFRENDER_OK };
	bool sent = send_bytes(fd, &head, sizeof(head)) && send_bytes(fd, directory, strlen(directory)) && send_bytes(fd, text, length);
	confrender_output_free(output);
	cli_timeout_resume(&r->timeout);
	return sent;
}

/* What the child does; its exit status says whether the directories could be found at all. */
static int
render_all(struct cli_run *r, int fd)
{
	if (!cli_run_open(r) || !cli_run_enter_sandbox(r, NULL, 0) || !cli_run_start(r)) {
		return CLI_USAGE;
	}
	for (size_t i = 0; i < r->count && !r->out_of_memory; i++) {
		if (!render_and_send(r, r->directories[i], fd)) {
			return CLI_USAGE;
		}
	}
	return r->out_of_memory ? CLI_USAGE : CLI_DONE;
}

int
cli_renderer_start(struct cli_run *r, struct cli_renderer *renderer)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0) {
		return errno;
	}
	renderer->pid = fork();
	int error = renderer->pid < 0 ? errno : 0;
	if (renderer->pid == 0) {
		close(ends[0]);
		int status = render_all(r, ends[1]);
		cli_run_free(r);
		exit(status);
	}
	close(ends[1]);
	renderer->fd = ends[0];
	if (error != 0) {
		close(ends[0]);
	}
	return error;
}

static char *
receive_text(int fd, uint64_t length, uint64_t most)
{
	char *text = length <= most ? cli_alloc((size_t)length + 1, 1) : NULL;
	if (text != NULL && !receive_bytes(fd, text, (size_t)length)) {
		free(text);
		text = NULL;
	}
	return text;
}

bool
cli_renderer_next(const struct cli_renderer *renderer, char **directory, struct cli_made *made)
{
	struct head head;
	*made = (struct cli_made){ 0 };
	*directory = NULL;
	if (!receive_bytes(renderer->fd, &head, sizeof(head))) {
		return false;
	}
	*directory = receive_text(renderer->fd, head.name, PATH_MAX);
	made->text.data = *directory != NULL ? receive_text(renderer->fd, head.text, PTRDIFF_MAX / 4) : NULL;
	if (made->text.data == NULL) {
		free(*directory);
		return false;
	}
	made->text.length = (size_t)head.text;
	made->seconds = head.seconds;
	made->good = head.good;
	return true;
}

bool
cli_renderer_end(struct cli_report *report, struct cli_renderer *renderer)
{
	int status = 0;
	close(renderer->fd);
	while (waitpid(renderer->pid, &status, 0) < 0 && errno == EINTR) {
	}
	if (WIFSIGNALED(status)) {
		char *message = cli_join("the renderer was ended by a signal: ", strsignal(WTERMSIG(status)), NULL);
		cli_report_error(report, "input", NULL, message, NULL);
		free(message);
	}
	return WIFEXITED(status) && WEXITSTATUS(status) == CLI_DONE;
}

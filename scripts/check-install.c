/* A program of somebody else's: renders the directory it is given with the installed library. Valid C99 and C++11. */
#include <confrender/confrender.h>
#include <stdio.h>
#include <string.h>

static void
print_diagnostic(void *user, const struct confrender_diagnostic *diagnostic)
{
	(void)user;
	fprintf(stderr, "%s: %s\n", diagnostic->code, diagnostic->message);
}

static bool
print_piece(void *user, const char *text, size_t length)
{
	return fwrite(text, 1, length, (FILE *)user) == length;
}

int
main(int argc, char **argv)
{
	struct confrender_session_options options;
	struct confrender_output *output = NULL;
	memset(&options, 0, sizeof(options));
	options.size = sizeof(options);
	options.on_diagnostic = print_diagnostic;
	struct confrender_session *session = confrender_session_new(&options, NULL);
	bool good = argc == 2 && session != NULL && confrender_render(session, argv[1], NULL, &output) == CONFRENDER_OK &&
		    confrender_output_write(output, print_piece, stdout);
	confrender_output_free(output);
	confrender_session_free(session);
	return good && fflush(stdout) == 0 ? 0 : 1;
}

/* Prints what the directory that it is given renders to. C99 and later, and C++11. */
#include <confrender/confrender.h>
#include <stdio.h>

static void
print_diagnostic(void *user, const struct confrender_diagnostic *diagnostic)
{
	fprintf((FILE *)user, "%s: %s\n", diagnostic->code, diagnostic->message);
}

int
main(int argc, char **argv)
{
	static struct confrender_session_options options;
	options.size = sizeof(options);
	options.on_diagnostic = print_diagnostic;
	options.diagnostic_user = stderr;

	struct confrender_session *session = confrender_session_new(&options, NULL);
	struct confrender_output *output = NULL;
	bool good = session != NULL && confrender_render(session, argc > 1 ? argv[1] : ".", NULL, &output) == CONFRENDER_OK;
	if (good) {
		size_t length;
		const char *text = confrender_output_text(output, &length);
		good = fwrite(text, 1, length, stdout) == length && fflush(stdout) == 0;
	}
	confrender_output_free(output);
	confrender_session_free(session);
	return good ? 0 : 1;
}

/* Only parses the named files with libyaml: the limit that a renderer built on it cannot pass. */
#include <stdio.h>
#include <yaml.h>

static int
parse(FILE *file)
{
	yaml_parser_t parser;
	yaml_event_t event;
	yaml_event_type_t type = YAML_NO_EVENT;
	int good = yaml_parser_initialize(&parser);
	yaml_parser_set_input_file(&parser, file);
	while (good && type != YAML_STREAM_END_EVENT) {
		good = yaml_parser_parse(&parser, &event);
		type = good ? event.type : YAML_STREAM_END_EVENT;
		if (good) {
			yaml_event_delete(&event);
		}
	}
	yaml_parser_delete(&parser);
	return good;
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "rb");
		int good = file != NULL && parse(file);
		if (file != NULL) {
			fclose(file);
		}
		if (!good) {
			fprintf(stderr, "%s cannot be parsed\n", argv[i]);
			return 1;
		}
	}
	return 0;
}

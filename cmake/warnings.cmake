# Every warning that tells mistakes from style, of both compilers; none is a remark that may stay.
add_compile_options(-Wall -Wextra -Werror -Wshadow -Wpointer-arith -Wwrite-strings)
# Declarations that agree.
add_compile_options(-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wredundant-decls -Wnested-externs)
# Numbers that change their value or sign, pointers that lose const or gain alignment.
add_compile_options(-Wconversion -Wsign-conversion -Wdouble-promotion -Wcast-qual)
# Memory whose size the input would decide.
add_compile_options(-Wvla -Walloca)
add_compile_options(-Wformat=2 -Wundef -Wdate-time)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
	add_compile_options(-Wimplicit-fallthrough=5 -Wcast-align=strict -Wlogical-op -Wduplicated-cond -Wformat-signedness -Wtrampolines)
else()
	add_compile_options(-Wimplicit-fallthrough -Wcast-align -Wcomma -Wassign-enum -Wunreachable-code)
	# assert(!"words") says what cannot be.
	add_compile_options(-Wno-string-conversion)
endif()

# What makes a mistake of ours harder to use for somebody who writes the input. scripts/check-hardening.sh looks into the built program whether
# it is all there. Builds with sanitizers do without: they watch the same things better.
include(CheckCCompilerFlag)

# The first of the flags that compiler and linker take without a word.
function(harden_with)
	foreach(flag ${ARGN})
		string(MAKE_C_IDENTIFIER "HARDEN${flag}" known)
		set(CMAKE_REQUIRED_FLAGS "-Werror")
		check_c_compiler_flag("${flag}" ${known})
		if(${known})
			separate_arguments(words UNIX_COMMAND "${flag}")
			add_compile_options(${words})
			return()
		endif()
	endforeach()
endfunction()

harden_with(-fstack-protector-strong)
harden_with(-fstack-clash-protection)
# Indirect jumps and returns land only where the compiler meant them to: x86, then arm64.
harden_with(-fcf-protection=full -mbranch-protection=standard)
# What the language leaves undefined, and optimizers use to take checks away.
harden_with(-fno-delete-null-pointer-checks)
harden_with(-fno-strict-overflow)
# What needs the optimizer, or hides from other tools what they look for, is for the program as it is installed.
if(CMAKE_BUILD_TYPE MATCHES "Rel")
	# clang 14 wants to be told that the option may go again; it stayed.
	harden_with(-ftrivial-auto-var-init=zero "-ftrivial-auto-var-init=zero -enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang")
	add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
	# Where it was built is nobody's business: the same sources give the same program.
	add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/= -ffile-prefix-map=${CMAKE_BINARY_DIR}/=)
endif()

add_link_options(LINKER:-z,relro LINKER:-z,now LINKER:-z,noexecstack LINKER:-z,separate-code)

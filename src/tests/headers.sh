#!/bin/sh
# Each public header compiled alone, as C and as C++: headers.sh COMPILER INCLUDE-DIRECTORY
set -eu
compiler=$1
include=$2
warnings='-Wall -Wextra -pedantic -Werror'
passed=0
for header in "$include"/confrender/*.h; do
	for language in 'c -std=c99' 'c -std=c17' 'c++ -std=c++11'; do
		# shellcheck disable=SC2086 # words are wanted
		printf '#include <confrender/%s>\nint headers_unused;\n' "${header##*/}" |
			"$compiler" -x $language $warnings -I "$include" -fsyntax-only -
		passed=$((passed + 1))
	done
done
echo "$passed passed, 0 failed"

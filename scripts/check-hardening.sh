#!/usr/bin/env bash
# Is a build hardened? scripts/check-hardening.sh BUILD-DIRECTORY: a release build by cmake; or PROGRAM: what can be seen of that alone.
# Says what is missing, a line each; exit status 1 if anything is. A static program holds the C library's own code: what is said of our code
# (control flow, fortified calls, the stack protector) is therefore looked for in our objects, not in the program.
set -u
missing=0

complain() {
	echo "$*"
	missing=$((missing + 1))
}

# wants WHAT PATTERN FILE: the extended regular expression stands in the file.
wants() {
	grep -Eq -- "$2" "$3" || complain "$1"
}

# refuses WHAT PATTERN FILE
refuses() {
	if grep -Eq -- "$2" "$3"; then
		complain "$1"
	fi
}

check_program() {
	local program=$1
	if ! readelf -hldW "$program" >"$work/elf"; then
		complain "$program is no program"
		return
	fi
	wants "$program: no position-independent executable" '^ *Type: +DYN' "$work/elf"
	wants "$program: its dynamic section does not say PIE" 'FLAGS_1.* PIE' "$work/elf"
	wants "$program: no RELRO segment" '^ +GNU_RELRO' "$work/elf"
	wants "$program: RELRO is not full, for symbols are bound late" 'BIND_NOW|FLAGS_1.* NOW' "$work/elf"
	wants "$program: no word about its stack" '^ +GNU_STACK' "$work/elf"
	refuses "$program: an executable stack" '^ +GNU_STACK.* RWE ' "$work/elf"
	refuses "$program: a segment that is writable and executable" '^ +LOAD.* RWE ' "$work/elf"
	refuses "$program: relocations in its code" 'TEXTREL' "$work/elf"
	refuses "$program: it names directories to look for libraries in" 'RPATH|RUNPATH' "$work/elf"
	nm "$program" >"$work/symbols" 2>/dev/null
	nm -D "$program" >>"$work/symbols" 2>/dev/null
	wants "$program: no stack protector" '__stack_chk_fail' "$work/symbols"
	if grep -q INTERP "$work/elf"; then
		wants "$program: no fortified call" ' U __[a-z]+_chk(@|$)' "$work/symbols"
	fi
}

# The words of the notes that the compiler leaves in an object with control-flow protection.
control_flow_notes() {
	case $(readelf -h "$1" 2>/dev/null | sed -n 's/^ *Machine: *//p' | head -n 1) in
	*X86-64* | *80386*) echo 'IBT, SHSTK' ;;
	*AArch64*) echo 'BTI, PAC' ;;
	esac
}

check_objects() {
	local archive=$1 object notes
	mkdir "$work/objects"
	(cd "$work/objects" && ar x "$archive")
	for object in "$work"/objects/*.o; do
		notes=$(control_flow_notes "$object")
		readelf -nW "$object" >"$work/notes" 2>/dev/null
		if [ -n "$notes" ] && ! grep -q "Properties:.*$notes" "$work/notes"; then
			complain "${object##*/}: no control-flow protection ($notes)"
		fi
	done
	# Not nm: of an object that the optimizer will see again it may say what that one reads.
	readelf -sW "$work"/objects/*.o >"$work/symbols"
	wants "$archive: no stack protector" ' UND __stack_chk_fail' "$work/symbols"
	wants "$archive: no fortified call" ' UND __[a-z]+_chk$' "$work/symbols"
}

# What leaves no trace in the code is asked of the commands that the build runs.
check_commands() {
	local commands=$1 flag
	grep '"command":' "$commands" | grep -v '/src/tests/' >"$work/commands"
	for flag in -fstack-protector-strong -fstack-clash-protection -ftrivial-auto-var-init=zero -D_FORTIFY_SOURCE=3 \
		-fno-delete-null-pointer-checks -fno-strict-overflow '-fcf-protection=full|-mbranch-protection=standard'; do
		if grep -Evq -- " ($flag) " "$work/commands" || [ ! -s "$work/commands" ]; then
			complain "$commands: a file is compiled without $flag"
		fi
	done
}

if [ $# -ne 1 ]; then
	echo 'usage: scripts/check-hardening.sh BUILD-DIRECTORY | PROGRAM' >&2
	exit 2
fi
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
if [ -d "$1" ]; then
	directory=$(cd "$1" && pwd)
	check_program "$directory/conf-render"
	check_objects "$directory/libconfrender.a"
	check_commands "$directory/compile_commands.json"
else
	check_program "$1"
fi
[ "$missing" -eq 0 ]

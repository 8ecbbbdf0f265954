# The script for bash in a bash: a line, as readline takes it apart, against what is offered.
#
#     bash completion.bash NAME [few]     NAME: conf-render or kustomize, on the PATH; few: as readline is usually set up
. "${BASH_SOURCE[0]%/*}/check.sh"
name=$1
source <("$name" completion bash)
check 'it completes the program' "complete -o bashdefault -o default -F _${name/-/_} $name" "$(complete -p "$name")"

# Outside of a completion compopt can only fail; what it is asked for is kept instead.
compopt() {
	options+="$* "
}

# Fills COMP_WORDS as readline would: blanks part words, and so do runs of the signs in COMP_WORDBREAKS.
take_apart() {
	local rest=$1 plain
	COMP_WORDS=()
	while [[ -n $rest ]]; do
		rest=${rest#"${rest%%[! ]*}"}
		if [[ $rest == [$COMP_WORDBREAKS]* ]]; then
			plain=${rest%%[!$COMP_WORDBREAKS]*}
		else
			plain=${rest%%[ $COMP_WORDBREAKS]*}
		fi
		rest=${rest#"$plain"}
		[[ -z $plain ]] || COMP_WORDS+=("$plain")
	done
	[[ $1 != *' ' ]] || COMP_WORDS+=('')
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
}

# try LINE [WANTED]...: the line as it is typed up to the cursor, and the answers.
try() {
	options=
	COMP_LINE="$1 behind the cursor"
	COMP_POINT=${#1}
	take_apart "$1"
	COMPREPLY=(left over)
	"_${name/-/_}" "$name" "${COMP_WORDS[COMP_CWORD]}" ""
	shift
	check "$COMP_LINE, breaks at $COMP_WORDBREAKS" "$(printf '%s\n' "$@")" "$(printf '%s\n' "${COMPREPLY[@]}")"
}

breaks=('=:@')
[[ -n ${2-} ]] || breaks+=('' ':' '=')
for COMP_WORDBREAKS in "${breaks[@]}"; do
	try "$name bui" build
	try "$name  edit   set   im" image
	try "$name build --form" --format
	try "$name build --format " yaml json
	try "$name build --form" --format
	try "$name build --warn=deprecated-field" "$([[ $COMP_WORDBREAKS == *=* ]] || echo --warn=)deprecated-field="
	check 'no blank behind "="' 'nospace' "$([[ $options == *nospace* ]] && echo nospace)"
	try "$name nosuch "
	try "$name build "
	check 'directories' dirnames "$([[ $options == *dirnames* ]] && echo dirnames)"
	try "$name build -o "
	check 'files' '' "$options"
	# Quotes that are still open, and what would be run if it were taken for more than a word.
	try "$name 'bui" build
	try "$name \$(touch broken) "
	try "$name build --format \`touch broken\`"
done
COMP_WORDBREAKS='=:@'
try "$name build --format=" yaml json
try "$name build --format=j" json
try "$name build --warn=deprecated-field=" off warn error
try "$name build --warn deprecated-field=w" warn
try "$name edit set image a:b=c@d:e "
try "$name check --disable=missing-configmap,missing-sec" missing-configmap,missing-secret
COMP_WORDBREAKS=
try "$name build --format=j" --format=json
try "$name build --warn=deprecated-field=w" --warn=deprecated-field=warn

# Called by a path, and by a name that is no program.
COMP_WORDBREAKS='=:@'
try "$(type -P "$name") bui" build
try "c bui" build
try '$(touch broken) bui'
finish

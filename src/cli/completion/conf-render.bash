# Completion of conf-render for bash. The program itself is asked what fits; the package bash-completion is not needed.
#
# "conf-render completion bash" prints this file.

_conf_render() {
	local program=${COMP_WORDS[0]} rest=${COMP_LINE:0:COMP_POINT} word trimmed line head='' keep='' breaks directive=''
	local words=() answer=()
	local -i i last=-1
	COMPREPLY=()

	# Readline takes words apart at "=" and ":"; those that no blank parts are one. The last one ends at the cursor.
	for ((i = 0; i <= COMP_CWORD; i++)); do
		trimmed=${rest#"${rest%%[![:space:]]*}"}
		word=${COMP_WORDS[i]}
		((i < COMP_CWORD)) || word=$trimmed
		if ((i == 0)) || [[ $trimmed != "$rest" ]]; then
			last+=1
			words[last]=
		fi
		words[last]+=$word
		rest=${trimmed:${#word}}
	done
	for ((i = 1; i <= last; i++)); do
		words[i]=${words[i]//[\\\"\']/}
	done

	[[ $program != '~/'* ]] || program=$HOME/${program:2}
	type -P "$program" >/dev/null || program=conf-render
	while IFS= read -r line; do
		answer+=("$directive")
		directive=$line
	done < <("$program" __complete "${words[@]:1}" 2>/dev/null)
	directive=${directive#:}
	[[ $directive =~ ^[0-9]+$ ]] || return 0

	# The values of "--option=" come without it, and readline wants them without what stands in front of its last "=" or ":".
	word=${words[last]}
	[[ $word != -*=* ]] || head=${word%%=*}=
	breaks=${COMP_WORDBREAKS//[!:=@,]/}
	[[ -z $breaks ]] || keep=${word%"${word##*[$breaks]}"}
	for line in "${answer[@]}"; do
		line=$head${line%%$'\t'*}
		if [[ $line != "$head" && $line == "$word"* ]]; then
			COMPREPLY+=("${line#"$keep"}")
		fi
	done

	type compopt >/dev/null 2>&1 || return 0
	((!(directive & 2))) || compopt -o nospace
	((!(directive & 20))) || compopt +o default +o bashdefault
	((!(directive & 16))) || compopt -o dirnames
}

complete -o bashdefault -o default -F _conf_render conf-render

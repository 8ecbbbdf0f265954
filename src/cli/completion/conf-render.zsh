#compdef conf-render
# Completion of conf-render for zsh. The program itself is asked what fits.
#
# "conf-render completion zsh" prints this file; in a directory of $fpath it is called _conf-render.

_conf-render() {
	local program=${(Q)words[1]} line candidate
	local -i directive
	local -a answer candidates

	program=${program/#\~\//$HOME/}
	whence -p -- $program >/dev/null || program=conf-render
	answer=("${(@f)$($program __complete "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
	[[ $answer[-1] == :<-> ]] || return 1
	directive=${answer[-1]#:}
	answer[-1]=()

	# The values of "--option=" come without it.
	[[ $PREFIX != -*=* ]] || compset -P 1 '*='
	for line in $answer; do
		candidate=${${line%%$'\t'*}//:/\\:}
		[[ $line != *$'\t'* ]] || candidate+=:${line#*$'\t'}
		candidates+=("$candidate")
	done

	if (( directive & 16 )); then
		_path_files -/
	elif (( $#candidates && directive & 2 )); then
		_describe -t values 'conf-render' candidates -S ''
	elif (( $#candidates )); then
		_describe -t values 'conf-render' candidates
	elif (( ! (directive & 4) )); then
		_files
	else
		return 1
	fi
}

# Called by zsh when it is loaded from $fpath, or sourced.
if [[ $funcstack[1] == _conf-render ]]; then
	_conf-render "$@"
else
	# Where compinit was not called there is no compdef. So called, it asks nothing and writes no file.
	(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i -D }
	compdef _conf-render conf-render
fi

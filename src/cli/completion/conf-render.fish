# Completion of conf-render for fish. The program itself is asked what fits.
#
# "conf-render completion fish" prints this file.

function __conf_render_complete
    set -l typed (commandline -opc)
    set -l raw (commandline -ct)
    set -l word (string unescape -- "$raw")
    or set word "$raw"
    set -l program $typed[1]
    type -q -- "$program"
    or set program conf-render
    set -l answer ($program __complete $typed[2..-1] "$word" 2>/dev/null)
    set -l directive $answer[-1]
    set -e answer[-1]

    # The values of "--option=" come without it.
    set -l head (string match -r -- '^-[^=]*=' "$word")
    set -l value (string replace -r -- '^-[^=]*=' '' "$word")
    for line in $answer
        printf '%s%s\n' "$head" "$line"
    end
    switch "$directive"
        case ':16'
            for line in (__fish_complete_directories "$value" '')
                printf '%s%s\n' "$head" "$line"
            end
        case ':0'
            for line in (__fish_complete_path "$value" '')
                printf '%s%s\n' "$head" "$line"
            end
    end
end

complete -c conf-render -f -a '(__conf_render_complete)'

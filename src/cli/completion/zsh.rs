//! Completion for Zsh, which quotes what it inserts and takes the quotes off what it hands over.

/// Script that asks for completions. From a folder of the function path, Zsh reads it when the command is first
/// completed, and it has to answer then, too.
// `-U`: the program has looked already what fits, in any case of letters; then Zsh leaves `IPREFIX` to the script. What
// stands before the last `/` of a word with a `~` is left as it was typed, because Zsh would quote the `~`.
pub(super) const SCRIPT: &str = r#"#compdef contacts
_contacts() {
    local word=$PREFIX folder= line value help shown width=0
    # Of a quote that was opened within the word Zsh tells nothing, and would escape within it.
    local quotes=${${words[CURRENT]//\\?/}//[^\'\"]/}
    [[ -z $QIPREFIX ]] && (( $#quotes % 2 )) && return 1
    [[ $compstate[quote] == "'" ]] || word=${(Q)PREFIX}
    if [[ $PREFIX == '~'*/* ]]; then
        folder=${word%/*}/
        compset -P '*/'
    fi
    local -a lines=("${(@f)$(CONTACTS_COMPLETE=zsh contacts -- "${(@Q)words[1,CURRENT-1]}" "$word" 2>/dev/null)}")
    for line in "${(@)lines%%$'\t'*}"; do
        (( $#line > width )) && width=$#line
    done
    local -a how=(-V contacts -U -i "$IPREFIX") done_values done_shown open_values open_shown
    [[ "${(F)lines}" == *$'\t'* ]] && how+=(-l)
    for line in "${lines[@]}"; do
        value=${line%%$'\t'*} help=${line#*$'\t'}
        [[ -n $value ]] || continue
        shown=$value
        [[ $line == *$'\t'* ]] && shown="${(r:width:)value}  $help"
        shown=${shown[1,COLUMNS-1]} value=${value#$folder}
        if [[ $value == *[=/:] ]]; then
            open_values+=("$value") open_shown+=("$shown")
        else
            done_values+=("$value") done_shown+=("$shown")
        fi
    done
    local found=1
    compadd "${how[@]}" -d done_shown -a done_values && found=0
    compadd "${how[@]}" -S '' -d open_shown -a open_values && found=0
    return found
}

if [[ $funcstack[1] == _contacts ]]; then
    _contacts "$@"
else
    compdef _contacts contacts
fi
"#;

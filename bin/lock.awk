# Puts the reason that a .in file gives for a package above its line in the compiled requirements.
FNR == NR { if (match($0, /  # /)) { name = $1; sub(/[~=\[].*/, "", name); why[tolower(name)] = substr($0, RSTART + 2) } next }
/^[a-z0-9]/ { name = $1; sub(/[=\[].*/, "", name); if (name in why) print why[name] }
{ print }

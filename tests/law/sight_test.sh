#!/bin/sh
# sight_test.sh — names in texts by writers who did not know the rules, and that no rule was made from: how many of them are
# masked or held at first sight, how much that must stay is changed, how many texts without a name wait. Nothing is ever to be
# trained on tests/law/sight: what was learnt by heart tells nothing. Who betters the figures moves the limits with them.
set -eu
for set in tests/law/sight/*.ndjson; do
    printf '%s: ' "$(basename "$set" .ndjson)"
    "$B/tests/law/score" <"$set"
done | tee /dev/stderr | tr -c '0-9a-z\n' ' ' | awk '{
    for (i = 1; i < NF; i++) {
        if ($i == "names" && $(i - 1) != "without") names += $(i + 1)
        if ($i == "or" && $(i + 1) == "held") safe += $(i + 2)
        if ($i == "protected") { kept += $(i + 1); all += $(i + 2) }
        if ($i == "without") { nameless += $(i - 1); waiting += $(i + 2) }
    } }
    END {
        printf "names %d of %d masked or held; %d of %d that must stay as they were; %d of %d without a name wait\n",
            safe, names, kept, all, waiting, nameless
        exit !(names == 3042 && safe >= 2906 && kept >= 8790 && waiting <= 208)
    }'

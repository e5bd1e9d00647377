#!/usr/bin/env bash
# Applies a series to its base, builds it, and prints the check as one line of JSON.
# The message comes on standard input: as a webhook brought it, or /series/{id}/build.json of Hookwork.
#   HOOKWORK_URL     where Hookwork is; nothing is fetched from elsewhere
#   REPOSITORY       a git repository; its own working tree is left alone
#   BRANCH           what to build on if the series states no base, or one that the repository lacks
#   BUILD            the command that builds, run by bash in the tree
#   HISTORY          how many commits up to the base may be prerequisites that were merged; 1000 by default
#   PATCHWORK_TOKEN  if set, report.sh reports the check
# It ends with 0 for success and warning, 1 for fail, and 2 if there is no check.
set -euo pipefail
here=$(cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
tree=$work/tree

git() { LC_ALL=C command git -c core.hooksPath=/dev/null -c core.quotePath=false "$@"; }
sed() { LC_ALL=C command sed "$@"; }
# macOS has shasum instead.
sha256() { if command -v sha256sum > /dev/null; then sha256sum; else shasum -a 256; fi < "$1" | cut -d ' ' -f 1; }

give_up() {
  printf '%s\n' "$1" >&2
  exit 2
}

clean_up() {
  local code=$?
  [ -s "$work/check.json" ] || code=2
  git -C "${REPOSITORY-}" worktree remove --force --force -- "$tree" 2> /dev/null || true
  rm -rf -- "$work"
  exit "$code"
}

download() {
  [[ $1 == "$HOOKWORK_URL"/* ]] || give_up "an address is not at HOOKWORK_URL: $1"
  curl -qgsSf --proto =http,https --retry 5 --max-time 120 --output "$2" --url "$1"
}

read_again() {
  download "$HOOKWORK_URL/series/$series/build.json" "$work/data.json" || give_up "cannot read the series $series again"
}

# Downloads each mbox, those of prerequisites first. Fails if one has changed since it was described.
fetch() {
  local number=0 hash url
  jq -r '
    ((.prerequisites[] | .patches[] | [.patch_id // "-", "prerequisite \(.id)"] + [.mbox_sha256 // "-", .mbox]),
     (.patches | length as $count | to_entries[]
       | ["-", "patch \(.key + 1)/\($count)"] + (.value | [.mbox_sha256 // "-", .mbox]))) | @tsv
  ' "$work/data.json" > "$work/mails" || give_up "the message does not list its mails"
  while IFS=$'\t' read -r _ _ hash url; do
    number=$((number + 1))
    download "$url" "$work/mail" || give_up "cannot fetch $url"
    [ "$hash" = - ] || [ "$(sha256 "$work/mail")" = "$hash" ] || return 1
    # Without the first line it is one mail for git, also if the text has such a line, as attached patches do.
    sed '1{/^From /d;}' "$work/mail" > "$work/$number.mbox"
  done < "$work/mails"
}

# The first file in which git found a conflict.
culprit() {
  {
    git -C "$tree" diff --name-only --diff-filter=U
    sed -nE -e 's/^error: sha1 information is lacking or useless \((.*)\)\.$/\1/p' \
      -e 's/^error: (.*): (patch does not apply|does not exist in index|already exists in index)$/\1/p' "$work/log"
  } | sed -n 1p
}

# Applies the mails, without the prerequisites that the base has. Fails at the first that does not apply.
apply() {
  local number=0 patch_id label file
  git -C "$tree" rev-list --no-merges -n "$HISTORY" HEAD | git -C "$tree" diff-tree --stdin --root -p \
    | git patch-id --stable > "$work/history"
  while IFS=$'\t' read -r patch_id label _; do
    number=$((number + 1))
    if [[ $patch_id =~ ^[0-9a-f]{40}$ ]] && grep -q "^$patch_id " "$work/history"; then
      printf 'The base has %s.\n' "$label" >&2
    elif ! git -C "$tree" am -3 --no-gpg-sign --patch-format=mbox -- "$work/$number.mbox" \
      > "$work/log" 2>&1 < /dev/null; then
      cat -v -- "$work/log" >&2
      file=$(culprit)
      what="does not apply: $label${file:+ $file}"
      return 1
    fi
  done < "$work/mails"
}

build() {
  local code=0
  (cd -- "$tree" && exec env -u PATCHWORK_TOKEN bash -c "$BUILD") >&2 < /dev/null || code=$?
  [ "$code" = 0 ] || what="does not build: the command ended with $code"
}

trap clean_up EXIT
: "${HOOKWORK_URL:?}" "${REPOSITORY:?}" "${BRANCH:?}" "${BUILD:?}" "${HISTORY:=1000}"
HOOKWORK_URL=${HOOKWORK_URL%/}
export GIT_COMMITTER_NAME="${GIT_COMMITTER_NAME:-CI}" GIT_COMMITTER_EMAIL="${GIT_COMMITTER_EMAIL:-ci@localhost}"

cat > "$work/message.json"
jq -e '(.data // .) | select(.series or .payload.series)' "$work/message.json" > "$work/data.json" \
  || give_up "the message is not about a series"
series=$(jq '(.series // .payload.series).id | numbers' "$work/data.json")
# A large message lacks some lists; a tag that arrives changes an mbox.
jq -e '.patches and .prerequisites and all(.prerequisites[]; .patches)' "$work/data.json" > /dev/null || read_again
fetch || { read_again && fetch; } || give_up "the mails of the series are changing: try again"

on=$(jq -r '.base.commit // "" | select(test("^[0-9a-f]{7,64}$"))' "$work/data.json")
if [ -z "$on" ]; then
  on=$BRANCH place="on $BRANCH: no base commit is stated"
elif git -C "$REPOSITORY" rev-parse --verify --quiet "$on^{commit}" > /dev/null; then
  place="on base ${on:0:12}"
else
  place="on $BRANCH: the repository lacks base ${on:0:12}" on=$BRANCH
fi
git -C "$REPOSITORY" worktree add --quiet --detach -- "$tree" "$on" >&2 || give_up "cannot check out $on"

missing=$(jq -r '[.prerequisites[] | select(.status != "found") | "\(.kind) \(.value)"] | join(", ")' "$work/data.json")
state=success what=builds
if jq -e 'all(.patches[]; .files == [])' "$work/data.json" > /dev/null; then
  state=warning what="nothing to apply: the series has no diff"
elif ! apply; then
  state=fail
else
  build
  [ "$what" = builds ] || state=fail
  [ -z "$missing" ] || state=warning
fi
jq -nc --arg state "$state" --arg what "$what" --arg place "$place" --arg missing "$missing" '
  "\($what) (\($place))\(if $missing == "" then "" else "; prerequisites are missing: \($missing)" end)"
  | {$state, description: (gsub("[[:cntrl:]]+"; " ") | .[:250])}
' > "$work/check.json"
cat -- "$work/check.json"
[ -z "${PATCHWORK_TOKEN-}" ] || "$here/report.sh" "$work/message.json" < "$work/check.json" >&2 || exit 2
[ "$state" != fail ]

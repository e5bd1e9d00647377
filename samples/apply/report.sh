#!/usr/bin/env bash
# Reports the check on standard input for each patch of a message: report.sh MESSAGE < CHECK
#   HOOKWORK_URL     where Hookwork is; the token is sent nowhere else
#   PATCHWORK_TOKEN  the Patchwork API token of a maintainer of the project
#   CONTEXT          the name of the check; build by default
#   TARGET_URL       the page of the run, if there is one
# The check may come from a build that ran hostile code. Only its state and description are used.
set -euo pipefail
: "${HOOKWORK_URL:?}" "${PATCHWORK_TOKEN:?}"
HOOKWORK_URL=${HOOKWORK_URL%/}
export PATCHWORK_TOKEN CONTEXT="${CONTEXT:-build}" TARGET_URL="${TARGET_URL-}"

url=$(jq -r '.data.report_url // ""' "$1")
[[ $url == "$HOOKWORK_URL"/* ]] || { printf 'report_url is not at HOOKWORK_URL: %s\n' "$url" >&2; exit 2; }
body=$(jq -Rsc '
  ((fromjson? | objects) // {})
  | {state: (.state | if IN("success", "warning", "fail") then . else "warning" end),
     description: (.description // "The build ended without a result." | tostring | .[:250]),
     context: env.CONTEXT, token: env.PATCHWORK_TOKEN}
    + if env.TARGET_URL == "" then {} else {target_url: env.TARGET_URL} end')
curl -qgsS --fail-with-body --proto =http,https --retry 5 --max-time 120 \
  -H 'Content-Type: application/json' --data-binary @- --url "$url" <<< "$body" || exit 2

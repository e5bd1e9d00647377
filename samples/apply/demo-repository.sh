#!/usr/bin/env bash
# Makes a git repository to which a recorded series applies: demo-repository.sh BUILD.JSON FOLDER
# The recording's mails are made up, so they have no repository. Lines that no patch shows are filled in.
set -euo pipefail
git init --quiet --initial-branch=main -- "$2"
curl -sSf --url "$(jq -r .series.mbox "$1")" | awk '
  BEGIN { print "commit refs/heads/main\ncommitter Demo <demo@example.org> 0 +0000\ndata 5\nStart" }
  /^From / { file = "" }
  /^--- a\// { file = substr($0, 7); files[file]; next }
  /^@@ / { split($2, range, ","); line = -range[1]; next }
  file != "" && /^[ -]/ { lines[file, line++] = substr($0, 2) }
  END {
    for (file in files) {
      print "M 100644 inline " file "\ndata <<END-OF-FILE"
      for (line = 1; line <= 1200; line++)
        print ((file, line) in lines ? lines[file, line] : "/* line " line " */")
      print "END-OF-FILE"
    }
  }' | git -C "$2" fast-import --quiet
git -C "$2" checkout --quiet main

#!/usr/bin/env bash
# What `make demo` runs: a service for each cloud and one for all three, written and previewed with no account.
# usage: SCAFFOLD=/path/to/scaffold DEMO=folder docs/demo.sh
set -euo pipefail
scaffold=${SCAFFOLD:?the scaffold command}
demo=$(cd "${DEMO:?an empty folder}" && pwd)

say() { printf '\n\033[1m$ %s\033[0m\n' "$*"; }
run() {
  say "scaffold $*"
  "$scaffold" "$@"
}

cd "$demo"
for cloud in aws gcp azure; do
  run new "sentiment-$cloud" --cloud "$cloud" --no-git --no-input
  (cd "sentiment-$cloud" && run preview --stack dev --engine embedded)
done

run new sentiment --cloud aws --cloud gcp --cloud azure --no-git --no-input --set prod:maxReplicas=40
cd sentiment
say "scaffold preview --all   # six stacks, summed up"
"$scaffold" preview --all --engine embedded --json | "${PYTHON:-python3}" -c '
import collections, json, sys
for preview in json.load(sys.stdin)["previews"]:
    ours = [resource for resource in preview["resources"] if not resource["type"].startswith("pulumi:")]
    kinds = collections.Counter(resource["custom"] for resource in ours)
    problems = len(preview["problems"]) or "no"
    print("  %-11s %3d resources in %2d components, %s problems" % (preview["stack"], kinds[True], kinds[False], problems))
'

say "scaffold new oops --cloud gcp --region us-east-1   # a mistake is found before anything is written"
"$scaffold" new oops --cloud gcp --region us-east-1 --no-input || true

cat <<END

The projects are in $DEMO: change a setting, then look at what it does, for example
  cd $DEMO/sentiment-gcp && \$EDITOR Pulumi.dev.yaml && $scaffold preview --stack dev
END

#!/usr/bin/env bash
# Runs Apicurio Registry with its storage in memory on a free port of the loopback, until it is killed.
#   start.sh FOLDER    unpacks the registry into FOLDER the first time
# Its standard output names the address: "Listening on: http://127.0.0.1:PORT". The Confluent API is below
# /apis/ccompat/v7. Exit code 77: Java or Maven is not here, or Maven Central cannot be reached.
set -euo pipefail
folder=$(realpath -m "${1:?folder}")
here=$(cd "$(dirname "$0")" && pwd)

command -v java >/dev/null || { echo "start: there is no java" >&2; exit 77; }

runner() { find "$folder" -maxdepth 1 -name 'apicurio-registry-app-*-runner.jar' 2>/dev/null | head -n 1; }

# Unpacked beside its place, so that a folder of this name is always whole.
fetch() {
    command -v mvn >/dev/null || { echo "start: there is no mvn" >&2; exit 77; }
    local partial="$folder.partial"
    rm -rf "$partial"
    mkdir -p "$partial"
    if ! mvn -B -q -f "$here/pom.xml" "-Dregistry.folder=$partial" generate-resources >&2; then
        echo "start: Maven could not fetch the registry" >&2
        exit 77
    fi
    rm -rf "$folder"
    mv "$partial" "$folder"
}

mkdir -p "$(dirname "$folder")"
exec 9>"$folder.lock"
flock 9
[ -n "$(runner)" ] || fetch
exec 9>&-

exec java -Xmx512m -XX:TieredStopAtLevel=1 -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port=0 \
    -Dquarkus.log.console.color=false -jar "$(runner)"

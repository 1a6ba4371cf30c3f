#!/usr/bin/env bash
# A real VS Code (workbench + Node extension host) from the npm registry, for tests on machines that cannot
# download desktop VS Code.   usage: setupVscode.sh CACHE_DIR     (idempotent; a second run takes < 1 s)
# stdout: three lines `export NAME='value'` (VSCODE_NODE, VSCODE_SERVER, CHROMIUM), also in CACHE_DIR/env.sh
#         use:  eval "$(tools/setupVscode.sh .cache/vscode)"
# stderr: progress.   exit: 0 ready, 2 usage, 3 platform, 4 npm registry, 5 server does not start, 6 no browser
# env:    CHROMIUM=/path (use this browser)   VSCODE_SETUP_NO_APT=1 (never call apt-get)
set -euo pipefail

CODE_SERVER=4.139.1      # carries VS Code 1.139.1, needs exactly Node 24
NODE=24.21.0
RECIPE=1                 # raise when the steps below change: a new folder is then built

say() { printf 'setup-vscode: %s\n' "$*" >&2; }
die() { local rc=$1; shift; printf 'setup-vscode: %s\n' "$@" >&2; exit "$rc"; }

[ $# -eq 1 ] || die 2 "usage: setupVscode.sh CACHE_DIR"
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) plat=linux-x64 ;;
  Linux-aarch64 | Linux-arm64) plat=linux-arm64 ;;
  *) die 3 "this set-up is for glibc Linux on x64 or arm64; this is $(uname -s)-$(uname -m)." \
           "Use desktop VS Code here: the same suites run through @vscode/test-electron." ;;
esac
command -v npm >/dev/null || die 4 "npm is not on PATH; install any Node from https://nodejs.org/ first."
mkdir -p "$1"; root=$(cd "$1" && pwd)
key="code-server-$CODE_SERVER-node-$NODE-$plat-r$RECIPE"
home="$root/$key"

# When npm starts this script it hands its own settings down (ignore-scripts, prefix, workspace ...): drop them,
# keep only what says how to reach the registry.
for v in $(compgen -e | grep -i '^npm_' || true); do
  case "${v,,}" in npm_config_registry | npm_config_cache | npm_config_userconfig | npm_config_*proxy | npm_config_cafile | npm_config_prefer_offline) ;; *) unset "$v" ;; esac
done
export npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false npm_config_loglevel=error
export npm_config_fetch_retries=2 npm_config_fetch_retry_mintimeout=1000 npm_config_fetch_retry_maxtimeout=4000   # fail in seconds, not minutes

can_root() { [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@" 9>&-; else sudo -n "$@" 9>&-; fi; }
apt_updated=
apt_add() {  # true when all packages are there afterwards
  [ -z "${VSCODE_SETUP_NO_APT:-}" ] && command -v apt-get >/dev/null || return 1
  can_root || { say "not root and no password-less sudo: cannot apt-get install $*"; return 1; }
  local log="$root/apt.log"
  say "apt-get install $* (log: $log)"
  { [ -n "$apt_updated" ] || as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 update; } >"$log" 2>&1 || return 1
  apt_updated=1
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@" >>"$log" 2>&1
}

find_browser() {
  local c p
  for c in "${CHROMIUM:-}" chromium google-chrome google-chrome-stable microsoft-edge chromium-browser; do
    [ -n "$c" ] && p=$(command -v "$c" 2>/dev/null) && "$p" --version >/dev/null 2>&1 && { echo "$p"; return 0; }
  done
  return 1
}

exec 9>"$root/.lock"
command -v flock >/dev/null && { flock -n 9 || { say "waiting for another set-up in $root"; flock 9; }; }

# --- browser -----------------------------------------------------------------------------------------------
if ! browser=$(find_browser); then
  apt_add chromium || true
  browser=$(find_browser) || die 6 "no Chromium or Chrome found, and it could not be installed here (if apt-get ran, see $root/apt.log)." \
    "Debian:  apt-get update && apt-get install -y chromium" \
    "others:  npx playwright-core install --with-deps chromium, or install Google Chrome; then CHROMIUM=/path/to/it $0 $1"
fi

# --- server ------------------------------------------------------------------------------------------------
if [ ! -e "$home/.ready" ]; then
  work="$root/.building-$$"; log="$root/install.log"
  trap 'rm -rf "$work"' EXIT
  rm -rf "$home" "$work"; mkdir -p "$work"; : >"$log"
  printf '{ "name": "vscode-server-cache", "private": true }\n' >"$work/package.json"
  step() { # step NAME DIR command...
    local name=$1 dir=$2 t0=$SECONDS; shift 2
    if ! (cd "$dir" && "$@") >>"$log" 2>&1; then
      [ "$1" = npm ] || return 1
      say "$name failed; once more"; sleep 3
      (cd "$dir" && "$@") >>"$log" 2>&1 || { tail -n 8 "$log" >&2; return 1; }
    fi
    say "$name: $((SECONDS - t0)) s"
  }
  no_net="the npm registry ($(npm config get registry 2>/dev/null)) did not deliver; see $log."
  hint="Behind a proxy or mirror set npm_config_registry / HTTPS_PROXY; without any network copy $home from another machine."
  step "Node $NODE" "$work" npm install --ignore-scripts --no-package-lock --save-exact "node-$plat@$NODE" || die 4 "$no_net" "$hint"
  export PATH="$work/node_modules/.bin:$PATH"          # from here npm itself runs on Node 24
  # No install scripts: the package's own postinstall would compile eight native modules, of which a test server needs two.
  step "code-server $CODE_SERVER" "$work" npm install --ignore-scripts --no-package-lock --save-exact "node-$plat@$NODE" "code-server@$CODE_SERVER" || die 4 "$no_net" "$hint"
  lib="$work/node_modules/code-server/lib/vscode"
  # `npm ci` refuses these two shrinkwraps (out of step with their package.json); `npm install` is what the postinstall does.
  step "VS Code dependencies" "$lib" npm install --omit=dev --ignore-scripts || die 4 "$no_net" "$hint"
  step "extension dependencies" "$lib/extensions" npm install --omit=dev --ignore-scripts || die 4 "$no_net" "$hint"
  if ! { command -v g++ && command -v make && command -v python3; } >/dev/null; then apt_add g++ make python3 || true; fi
  # Headers of Node 24 come with the npm package (no download). npm >= 12 runs scripts only when allowed; here just these two run.
  natives() {
    npm_config_nodedir="$work/node_modules/node-$plat" npm_config_ignore_scripts=false npm_config_dangerously_allow_all_scripts=true JOBS=max \
      npm rebuild @vscode/spdlog @vscode/native-watchdog &&
      [ -e node_modules/@vscode/spdlog/build/Release/spdlog.node ] && [ -e node_modules/@vscode/native-watchdog/build/Release/watchdog.node ]
  }
  step "native log and watchdog" "$lib" natives ||
    say "could not compile @vscode/spdlog and @vscode/native-watchdog (g++, make, python3 needed): the server works, but writes no extension host log files (details: $log)."
  node "$lib/out/server-main.js" --version >>"$log" 2>&1 || { tail -n 15 "$log" >&2; die 5 "the VS Code server does not start; see $log"; }
  touch "$work/.ready"
  mv "$work" "$home"; trap - EXIT
fi

q() { printf "'%s'" "${1//\'/\'\\\'\'}"; }
{
  echo "export VSCODE_NODE=$(q "$home/node_modules/node-$plat/bin/node")"
  echo "export VSCODE_SERVER=$(q "$home/node_modules/code-server/lib/vscode")"
  echo "export CHROMIUM=$(q "$browser")"
} >"$root/env.sh.$$"
mv "$root/env.sh.$$" "$root/env.sh"
cat "$root/env.sh"
say "ready: VS Code $(sed -n 's/.*"version": "\(1\.[0-9.]*\)".*/\1/p' "$home/node_modules/code-server/lib/vscode/package.json" | head -1), $("$browser" --version 2>/dev/null)"

#!/bin/sh
# Finds a Chromium for the browser tests, or installs one; fails with what to do when neither works.
set -eu
bin=$1
for name in "${SCANPREP_CHROMIUM:-}" chromium chromium-browser google-chrome; do
  [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done
"$bin/python" -c 'import os,sys
from playwright.sync_api import sync_playwright
with sync_playwright() as p: sys.exit(not os.path.exists(p.chromium.executable_path))' && exit 0
echo "No Chromium found: installing one for the browser tests."
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null && exit 0
fi
"$bin/playwright" install chromium && exit 0
echo "The browser tests need Chromium, and it could not be installed. Install it (Debian: apt install chromium;" >&2
echo "elsewhere: $bin/playwright install chromium), or point SCANPREP_CHROMIUM at one, then run make test again." >&2
exit 1

#!/bin/sh
# Installs Chromium and its driver where that can be done without asking: Debian's packages, as root or by sudo.
# Ubuntu's are snaps, which many machines cannot run: those are left to the person.
set -eu

become=""
[ "$(id -u)" = 0 ] || become="sudo -n"
command -v apt-get >/dev/null || exit 1
[ -z "$become" ] || $become true 2>/dev/null || exit 1
$become apt-get update -qq || exit 1
apt-cache show chromium-driver >/dev/null 2>&1 || exit 1
echo "Installing Chromium and its driver for the browser tests."
$become env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium chromium-driver >/dev/null

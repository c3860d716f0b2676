#!/usr/bin/env bash
# Prints the Debian packages of the shared libraries that programs load; those of no package (CUDA's driver) are left out.
# usage: runtime_packages.sh FILE...
set -euo pipefail

# Since /lib is /usr/lib, a package may list its files under either name.
package_of() {
  local file=$1
  dpkg-query -S "$file" 2>/dev/null || dpkg-query -S "${file#/usr}" 2>/dev/null || dpkg-query -S "/usr$file" 2>/dev/null || true
}

for program in "$@"; do ldd "$program"; done | awk '$3 ~ /^\// { print $3 }' | sort -u | while read -r library; do
  package_of "$(readlink -f "$library")"
done | cut -d: -f1 | sort -u

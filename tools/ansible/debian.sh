#!/bin/sh
# Prints where an archive with a small Debian system is, for roles to run in; makes it with debootstrap first when it is
# not there yet. It comes from the mirror that this machine installs from. Needs root.
set -eu

# What roles configure, so that the real daemons can be asked whether they like it. python3-apt is for Ansible.
packages=ca-certificates,chrony,nftables,openssh-server,python3-apt,sudo,unattended-upgrades

# shellcheck disable=SC2046
set -- $(apt-get indextargets --format '$(CODENAME) $(REPO_URI)' \
  'Identifier: Packages' 'Origin: Debian' 'Component: main' | grep -m1 -E '^[a-z]+ ')
[ $# = 2 ] || { echo 'apt knows no mirror of Debian here: run apt-get update' >&2; exit 1; }
file=${TMPDIR:-/tmp}/goalixa-debian-$1-$(echo "$* $packages" | sha256sum | cut -c1-12).tar

exec 9> "$file.lock"
flock 9
if [ ! -e "$file" ]; then
  folder=$(mktemp -d "${TMPDIR:-/tmp}/goalixa-debootstrap-XXXXXX")
  trap 'rm -rf "$folder"' EXIT
  # In memory, where there is nothing to wait for after each package; on disk where mounting is not allowed.
  make='debootstrap --variant=minbase --include="$1" "$2" "$4/root" "$3" > "$4/log" 2>&1 || {
      tail -n 3 "$4/log" >&2
      exit 1
    }
    tar -C "$4/root" -cf "$5.part" --exclude="./usr/share/doc/*" --exclude="./usr/share/man/*" \
      --exclude="./usr/share/locale/*" --exclude="./var/cache/apt/*" --exclude="./proc/*" .'
  if unshare --mount mount -t tmpfs none "$folder" 2> /dev/null; then
    unshare --mount sh -euc "mount -t tmpfs -o size=1g none \"\$4\"; $make" sh "$packages" "$@" "$folder" "$file"
  else
    sh -euc "$make" sh "$packages" "$@" "$folder" "$file"
  fi
  mv "$file.part" "$file"
fi
echo "$file"

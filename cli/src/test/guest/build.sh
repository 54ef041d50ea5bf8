#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Makes the guest: Debian's kernel, and one initial RAM disk with its modules, busybox, open-iscsi,
# sg3-utils and e2fsprogs; where the host has no QEMU, QEMU as well. Everything comes from Debian's
# packages by apt-get download and is unpacked, never installed; no privilege is needed. Prints the
# folder that holds the guest. What is made is kept (in the user's cache folder, or in
# QUINTAIN_GUEST_CACHE) and made again when a package or these scripts change.
#
# usage: build.sh
# exit: 0 made or found, 3 this machine cannot make it (the last line says why)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${QUINTAIN_GUEST_CACHE:-${XDG_CACHE_HOME:-${HOME:-/var/tmp}/.cache}/quintain/guest}

cannot() {
  echo "the guest cannot be made: $*" >&2
  exit 3
}

# What the guest's checks run.
tools=(busybox-static ddpt dmsetup e2fsprogs fdisk fio iproute2 lsscsi mount multipath-tools open-iscsi
  sg3-utils util-linux)
# What the tools' packages depend on, and the tools themselves never open.
idle='^(adduser|coreutils|cpio|debconf|dpkg|gcc-.*|init-system-helpers|initramfs-.*|klibc-.*|kpartx'
idle+='|libdb5.*|libfile-find.*|libgdbm.*|libklibc|libnumber-.*|libpam-.*|libperl.*|libpython.*'
idle+='|libsqlite.*|libtext-.*|linux-base|logsave|lsb-base|media-types|passwd|perl.*|python.*'
idle+='|readline-common|sg3-utils-udev|sysvinit-utils|tar|udev|usrmerge)$'
# Modules that the kernel of Debian keeps outside, and all that they depend on.
modules=(virtio_pci virtio_net virtio_rng 9pnet_virtio 9p iscsi_tcp sd_mod sg ext4
  crc32_generic crc32c_generic crct10dif_generic dm_multipath dm_service_time scsi_dh_alua
  fcoe rdma_rxe ib_srp)

[ "$(uname -m)" = x86_64 ] || cannot "it is an x86-64 guest with this machine's packages"
for program in apt-get apt-cache dpkg-deb; do
  command -v $program >/dev/null || cannot "$program is missing: its packages are Debian's"
done

# Names with versions: what would be installed on a system that has only $1's packages.
closure() {
  local status=$1
  shift
  apt-get -s -q --no-install-recommends -o "Dir::State::status=$status" \
    -o Debug::NoLocking=true install "$@" 2>/dev/null |
    sed -n 's/^Inst \([^ ]*\) .*(\([^ ]*\) .*/\1=\2/p'
}

mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9 # One builder at a time; whoever waited finds what the first made.

# Apt takes seconds to tell what the packages are; as long as its lists are older, nothing changed.
scripts=$(cat "$here/build.sh" "$here/init" | sha256sum | cut -c1-16)
hosts=$(command -v qemu-system-x86_64 || echo unpacked)
if [ "$cache/latest" -nt /var/lib/apt/lists ] &&
  read -r of with guest <"$cache/latest" && [ "$of $with" = "$scripts $hosts" ] &&
  [ -f "$guest/complete" ]; then
  echo "$guest"
  exit 0
fi

empty=$(mktemp)
trap 'rm -f "$empty"' EXIT
kernel=$(apt-cache depends linux-image-amd64 2>/dev/null |
  sed -n 's/^ *Depends: \(linux-image-[^ ]*\)$/\1/p' | head -n 1)
[ -n "$kernel" ] || cannot "apt-cache knows no linux-image-amd64 (did apt-get update run?)"
kernel_version=$(apt-cache policy "$kernel" | sed -n 's/^ *Candidate: //p')
userland=$(closure "$empty" "${tools[@]}" | grep -Ev "${idle%\)\$})=" || :)
[ -n "$userland" ] || cannot "apt-get finds no ${tools[*]} (did apt-get update run?)"
qemu=
if ! command -v qemu-system-x86_64 >/dev/null; then
  qemu=$(closure /var/lib/dpkg/status qemu-system-x86)
  [ -n "$qemu" ] || cannot "apt-get finds no qemu-system-x86"
fi

key=$(echo "$scripts $kernel=$kernel_version" "$userland" "$qemu" | sha256sum | cut -c1-16)
guest=$cache/$key
made() {
  echo "$scripts $hosts $guest" >"$cache/latest"
  echo "$guest"
  exit 0
}
[ ! -f "$guest/complete" ] || made

work=$cache/making
rm -rf "$work"
mkdir -p "$work"/{debs,kernel,tree,qemu}

download() (
  # Into the current folder; apt warns when it runs as root that it cannot drop that for it.
  cd "$work/debs" && apt-get -q -o APT::Sandbox::User=root download "$@" >../download.log 2>&1
) || cannot "apt-get download failed: $(tail -n 3 "$work/download.log")"

unpack() { # into the folder $1 the packages of $2...
  local into=$1 package
  shift
  for package in "$@"; do
    dpkg-deb --fsys-tarfile "$work/debs/${package%%=*}"_*.deb |
      tar -x --no-same-owner --keep-directory-symlink -C "$into"
  done
}

# shellcheck disable=SC2086 # Package names are one word each.
{
  download "$kernel=$kernel_version" $userland $qemu
  mkdir -p "$work"/tree/usr/{bin,sbin,lib,lib64}
  for folder in bin sbin lib lib64; do ln -s "usr/$folder" "$work/tree/$folder"; done
  unpack "$work/tree" $userland
  unpack "$work/qemu" $qemu
  unpack "$work/kernel" "$kernel"
}
busybox=$work/tree/bin/busybox
release=${kernel#linux-image-}

# The kernel as the ELF file that QEMU boots directly: decompressing it in the guest takes 8 s.
image=$work/kernel/boot/vmlinuz-$release
if command -v xz >/dev/null; then
  offset=$(LC_ALL=C grep -obUaP -m 1 '\xFD7zXZ\x00' "$image" | head -n 1 | cut -d: -f1)
  tail -c +$((${offset:-0} + 1)) "$image" | xz -dc --single-stream >"$work/vmlinux" 2>/dev/null || :
fi
if [ "$(head -c 4 "$work/vmlinux" 2>/dev/null)" != $'\x7fELF' ]; then
  cp "$image" "$work/vmlinux"
fi

# The modules, each after those that it depends on.
"$busybox" depmod -b "$work/kernel" "$release"
from=$work/kernel/lib/modules/$release
order=$(awk -v wanted="${modules[*]}" '
  { sub(":", "", $1); file = $1; name = file; sub(".*/", "", name); sub(/[.]ko.*/, "", name)
    gsub("-", "_", name); path[name] = file
    needs[file] = ""; for (i = NF; i > 1; i--) needs[file] = needs[file] " " $i }
  function load(file,   list, n, i) {
    if (file in done) return
    done[file] = 1
    n = split(needs[file], list, " ")
    for (i = 1; i <= n; i++) load(list[i])
    print file
  }
  END { n = split(wanted, names, " "); for (j = 1; j <= n; j++) if (names[j] in path)
    load(path[names[j]]) }' "$from/modules.dep")
[ -n "$order" ] || cannot "the kernel package holds no modules"
mkdir -p "$work/tree/modules"
number=100
for module in $order; do
  cp "$from/$module" "$work/tree/modules/$number-$(basename "$module")"
  number=$((number + 1))
done

rm -rf "$work"/tree/usr/share/{doc,man,locale,lintian,perl*,info,bash-completion,i18n,zoneinfo} \
  "$work"/tree/usr/lib/x86_64-linux-gnu/{gconv,perl*} "$work"/tree/usr/lib/{systemd,udev} \
  "$work"/tree/var
mkdir -p "$work"/tree/{dev,proc,sys,run,tmp,x,mnt,etc/iscsi,var/lib,var/lock,root}
echo root:x:0:0::/root:/bin/sh >"$work/tree/etc/passwd"
echo root:x:0: >"$work/tree/etc/group"
cp "$here/init" "$work/tree/init"
chmod 755 "$work/tree/init"
(cd "$work/tree" && find . | "$busybox" cpio -o -H newc 2>/dev/null) >"$work/initrd"
echo "$kernel=$kernel_version" "$userland" "$qemu" | tr ' ' '\n' >"$work/packages"
rm -rf "$work/debs" "$work/kernel" "$work/tree"
touch "$work/complete"
rm -rf "$guest"
mv "$work" "$guest"
# Guests of packages and scripts that are gone would pile up.
find "$cache" -mindepth 1 -maxdepth 1 -type d ! -path "$guest" -mtime +30 -exec rm -rf {} +
made

#!/usr/bin/env bash
# Roots (chroots) with a QGIS newer than that of Debian 12, in the user's cache, and commands run in them.
#
#   recipes/qgis_root.sh make VERSION          VERSION: 3.40 (Debian 13) or 3.44 (its backports)
#   recipes/qgis_root.sh run  VERSION CMD...   in the folder of this checkout, without a screen and without a network;
#                                              `python` is the root's own with pytest, `.venv/engine` that of the host
#   recipes/qgis_root.sh path VERSION          where the root is, or would be
#
# A finished root is kept; a killed build leaves nothing that is taken for a root, and two builds wait for each other.
# Mounts live in a namespace of their own: 'rm -rf' of a root is safe whenever no command runs in it.
# ROCK_GLACIER_ROOTS is another folder for the roots, DEBIAN_MIRROR another mirror than that of the host's own sources.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 LANG=C.UTF-8

TREE=$(cd "$(dirname "$0")/.." && pwd -P)
ROOTS=${ROCK_GLACIER_ROOTS:-${XDG_CACHE_HOME:-$HOME/.cache}/rock_glacier_inventory/roots}
KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
BUNDLE=/etc/ssl/certs/ca-certificates.crt
# fonts-open-sans: QGIS 3.44 shows a warning bar where it is absent; after it what tests need: servers, and what packs
# the plugin
PACKAGES=(qgis python3-qgis python3-gdal gdal-bin python3-venv xvfb xauth fonts-open-sans cgi-mapserver qgis-server git)

fail() { echo "$*" >&2; exit 1; }

of_version() {  # the Debian of a version of QGIS, and the name of its root: after all that goes into it
	case ${1:-} in
		3.40) suite=trixie backports= ;;
		3.44) suite=trixie backports=trixie-backports ;;
		*) fail "There is no root for QGIS '${1:-}'; 3.40 and 3.44 are known." ;;
	esac
	local pins
	pins=$({ echo "${PACKAGES[*]}"; cat "$TREE/requirements/qgis.txt"; } | sha256sum | cut -c1-8)
	root=$ROOTS/qgis-$1-$pins
}

mirror() {  # the one that the host's own sources name: it can be reached from here
	local found
	found=${DEBIAN_MIRROR:-$(cat /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null |
		grep -v '^ *#' | grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n1 | tr -d ' ')} || true
	echo "${found:-http://deb.debian.org/debian}"
}

host_settings() {  # how the host reaches the network: resolver, certificates, proxies of apt and pip
	rm -f "$1/etc/resolv.conf"
	cp -L /etc/resolv.conf /etc/hosts "$1/etc/"
	mkdir -p "$1/etc/ssl/certs"
	cp -L $BUNDLE "$1$BUNDLE"
	cat >"$1/etc/apt/apt.conf.d/99root" <<-'A'
		APT::Install-Recommends "false";
		Acquire::Languages "none";
		Acquire::Retries "5";
		Dpkg::Use-Pty "false";
		Dpkg::Options { "--force-unsafe-io"; "--force-confold"; };
	A
	find /etc/apt/apt.conf.d -name '*proxy*' -exec cp {} "$1/etc/apt/apt.conf.d/" \;
	[ ! -e /etc/pip.conf ] || cp /etc/pip.conf "$1/etc/pip.conf"
	printf 'path-exclude=/usr/share/%s/*\n' man locale doc >"$1/etc/dpkg/dpkg.cfg.d/99root"
	printf '#!/bin/sh\nexit 101\n' >"$1/usr/sbin/policy-rc.d"  # no service is started in a root
	chmod 755 "$1/usr/sbin/policy-rc.d"
}

inside() {  # inside ROOT CMD...: for its making; the host's network, nothing of the host's files
	local at=$1; shift
	unshare --mount --pid --fork --kill-child --propagation private bash -ec '
		at=$1; shift
		mount -t proc proc "$at/proc"
		mount --rbind /dev "$at/dev"
		exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
			DEBIAN_FRONTEND=noninteractive QT_QPA_PLATFORM=offscreen \
			SSL_CERT_FILE='$BUNDLE' PIP_CERT='$BUNDLE' PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore \
			${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
			${no_proxy:+no_proxy="$no_proxy"} ${PIP_INDEX_URL:+PIP_INDEX_URL="$PIP_INDEX_URL"} \
			chroot "$at" "$@"' inside "$at" "$@"
}

build() {  # everything under another name, which becomes the root's own when all is there
	local new=$root.building log=$root.log from script=
	from=$(mirror)
	[ -e "/usr/share/debootstrap/scripts/$suite" ] || script=/usr/share/debootstrap/scripts/sid  # an old debootstrap
	rm -rf --one-file-system "$new"
	{
		debootstrap --variant=minbase --keyring=$KEYRING --include=ca-certificates "$suite" "$new" "$from" $script
		echo "deb $from $suite main" >"$new/etc/apt/sources.list"
		[ -z "$backports" ] || echo "deb $from $backports main" >>"$new/etc/apt/sources.list"
		host_settings "$new"
		inside "$new" apt-get -q update
		inside "$new" apt-get -q install -y ${backports:+-t $backports} "${PACKAGES[@]}"
		cp -L $BUNDLE "$new$BUNDLE"  # ca-certificates wrote its own over it; the host's may know a proxy's
		cp "$TREE/requirements/qgis.txt" "$new/opt/qgis.txt"
		inside "$new" python3 -m venv --system-site-packages /opt/venv
		inside "$new" /opt/venv/bin/python -m pip install --quiet -r /opt/qgis.txt
		inside "$new" apt-get clean
		rm -rf "$new"/var/lib/apt/lists/*
		inside "$new" python3 -c 'from qgis.core import Qgis; print(Qgis.QGIS_VERSION)' >"$new/opt/qgis-version"
	} >"$log" 2>&1 </dev/null
	mv -T "$new" "$root"
}

make_root() {
	[ -d "$root" ] && return
	command -v debootstrap >/dev/null && [ "$(id -u)" = 0 ] ||
		fail "A root with QGIS $1 needs debootstrap (apt-get install debootstrap), and to be made as root."
	mkdir -p "$ROOTS"
	exec 9>"$root.lock"
	flock --nonblock 9 || { echo "Waiting for another build of QGIS $1 ..." >&2; flock 9; }
	[ -d "$root" ] && return
	echo "Making a root with QGIS $1 (about two minutes, 2 GB, from $(mirror)) ..." >&2
	# a child, because `set -e` does not act in a function whose result is asked for
	if ! (build); then
		rm -rf --one-file-system "$root.building"
		tail -n 20 "$root.log" >&2
		fail "The root with QGIS $1 could not be made; all that was said is in $root.log"
	fi
	exec 9>&-
}

host_environments() {  # those of .venv that live in the user's cache, with a Python of the host
	local link
	for link in "$TREE"/.venv/*; do
		[ ! -e "$link/pyvenv.cfg" ] || [ ! -L "$link" ] || readlink -f "$link"
	done
}

host_places() {  # what commands see of the host, at the same paths
	local data=${ROCK_GLACIER_SHARED_DATA:-$(dirname "$TREE")/shared/data}
	echo "rw $TREE"
	echo "rw $(dirname "$engine")/networks"
	[ ! -d "$data" ] || echo "ro $data"
	host_environments | sed 's/^/ro /'
	"$engine/bin/python" -I - <<-'P'
		import sys, sysconfig
		from pathlib import Path
		prefix = Path(sys.base_prefix)
		if prefix in (Path("/usr"), Path("/usr/local")):  # beside other programs: only what is Python's own
		    print("ro", Path(sys.executable).resolve())
		    print("ro", sysconfig.get_path("stdlib"))
		else:
		    print("ro", prefix)
	P
}

host_bins() {  # a python of an environment is a link to /usr/bin/python3, which is another one in the root
	local environment number=0
	for environment in $(host_environments); do
		number=$((number + 1))
		cp -a "$environment/bin" "$1/bin$number"
		ln -sf "$(readlink -f "$environment/bin/python")" "$1/bin$number/python3"
		ln -sf python3 "$1/bin$number/python"
		echo "ro $environment/bin $1/bin$number"
	done
}

run() {  # everything but the checkout and the engine's kept networks is gone when the command ends
	local spare places engine status=0
	[ "$(id -u)" = 0 ] || fail "Running in a root with another QGIS needs to be root."
	engine=$(readlink -f "$TREE/.venv/engine")
	[ -x "$engine/bin/python" ] || fail "The engine's environment is not there: run make setup first."
	mkdir -p "$(dirname "$engine")/networks"
	spare=$(mktemp -d "${TMPDIR:-/tmp}/qgis-root.XXXXXX")
	# shellcheck disable=SC2064
	trap "rm -rf --one-file-system '$spare'" EXIT
	mkdir -p "$TREE/.qgis-settings" "$spare/settings"  # where pytest-qgis keeps what a test before has set
	places=$(host_places && host_bins "$spare" && echo "rw $TREE/.qgis-settings $spare/settings")
	# whatever ends this script ends all that it has started
	PLACES=$places setpriv --pdeathsig KILL unshare --mount --net --pid --fork --kill-child --propagation private \
		bash -ec '
		at=$1 spare=$2 tree=$3; shift 3
		mkdir -p "$spare/tmp" "$spare/home"
		chmod 1777 "$spare/tmp"
		python3 -c "import fcntl, socket, struct
IFF_UP, SIOCSIFFLAGS = 1, 0x8914
fcntl.ioctl(socket.socket(), SIOCSIFFLAGS, struct.pack(\"16sH14x\", b\"lo\", IFF_UP))"
		mount --bind "$at" "$at"
		mount -t proc proc "$at/proc"
		mount --rbind /dev "$at/dev"
		mount --bind "$spare/tmp" "$at/tmp"
		mkdir -p "$at$HOME"
		mount --bind "$spare/home" "$at$HOME"
		while read -r how place from; do
			if [ -d "$place" ]; then mkdir -p "$at$place"; else mkdir -p "$(dirname "$at$place")"; touch "$at$place"; fi
			mount --bind "${from:-$place}" "$at$place"
			[ "$how" = rw ] || mount -o remount,bind,ro "$at$place"
		done <<<"$PLACES"
		mkdir -p -m 700 "$at/tmp/runtime"
		mapfile -t ours < <(env | grep ^ROCK_GLACIER_ || true)
		env -i PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/usr/sbin:/bin HOME="$HOME" LC_ALL=C.UTF-8 \
			QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=/tmp/runtime PYTHONDONTWRITEBYTECODE=1 "${ours[@]}" \
			chroot "$at" bash -c '\''cd "$1"; shift; exec "$@"'\'' run "$tree" "$@"
		exit $?  # no exec: the first process of the namespace has to reap what others leave behind
		' run "$root" "$spare" "$TREE" "$@" || status=$?
	exit $status
}

command=${1:-}
[ $# -eq 0 ] || shift
case $command in
	make) of_version "${1:-}"; make_root "$1"; echo "$root" ;;
	run) of_version "${1:-}"; make_root "$1" >&2; shift; run "$@" ;;
	path) of_version "${1:-}"; echo "$root" ;;
	*) sed -n '2,13s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac

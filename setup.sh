#!/usr/bin/env bash
# Sets up what `make demo` and `make test` need: Debian packages, and in .venv engine, light, qgis, servers, qt6, publication and src.
# Nothing is done twice: a finished step costs a look at a file.
set -euo pipefail
cd "$(dirname "$0")"

PACKAGES=(qgis python3-qgis python3-gdal gdal-bin xvfb xauth python3-venv fonts-open-sans qttools5-dev-tools pyqt5-dev-tools)
NEEDED=(/usr/bin/qgis /usr/bin/qgis_process.bin /usr/bin/gdal_polygonize.py /usr/bin/xvfb-run /usr/bin/xauth
	/usr/lib/python3/dist-packages/qgis/core/__init__.py /usr/bin/lrelease /usr/bin/pylupdate5
	/usr/share/fonts/truetype/open-sans/OpenSans-Regular.ttf)

missing=()
for file in "${NEEDED[@]}"; do [ -e "$file" ] || missing+=("$file"); done
/usr/bin/python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
if [ ${#missing[@]} -gt 0 ]; then
	if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
		echo "Please install QGIS with its Python, Xvfb and Python's venv first; on Debian: sudo apt-get install ${PACKAGES[*]}" >&2
		exit 1
	fi
	echo "Installing Debian packages (about 70 s) ..."
	log=$(mktemp)
	{ apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "${PACKAGES[@]}"; } \
		>"$log" 2>&1 || { tail -n 30 "$log" >&2; exit 1; }
	rm -f "$log"
fi

# Real servers for the tests (MapServer, QGIS Server). Without them their tests skip, so that nothing ends here.
SERVERS=(cgi-mapserver qgis-server-bin qgis-server-wms qgis-server-wmts)
if ! [ -e /usr/bin/mapserv ] || ! [ -e /usr/bin/qgis_mapserver ]; then
	if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
		echo "Installing MapServer and QGIS Server for the tests (about 10 s) ..."
		log=$(mktemp)
		install="apt-get -q install -y --no-install-recommends ${SERVERS[*]}"
		export DEBIAN_FRONTEND=noninteractive
		$install >"$log" 2>&1 || { apt-get -q update && $install; } >"$log" 2>&1 ||
			{ tail -n 3 "$log" >&2; echo "MapServer and QGIS Server could not be installed: their tests will skip." >&2; }
		rm -f "$log"
	else
		echo "The tests with MapServer and QGIS Server will skip; on Debian: sudo apt-get install ${SERVERS[*]}" >&2
	fi
fi

mkdir -p .venv/src build/runtime
chmod 700 build/runtime
ln -sfn ../.. .venv/src/rock_glacier_inventory

# Environments of single tests live in the user's cache, named after their pins; clones share them. Without one its tests skip.
cache=${ROCK_GLACIER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/rock_glacier_inventory}
environment() {  # NAME WHAT
	local made
	made=$cache/$1-$(sha256sum <"requirements/$1.txt" | cut -c1-12)
	if [ ! -e "$made/finished" ]; then
		echo "Installing $2 for the tests (about 20 s) ..."
		mkdir -p "$cache"
		(
			flock 9
			[ -e "$made/finished" ] || {
				rm -rf "$made"
				/usr/bin/python3 -m venv "$made" &&
					"$made/bin/python" -m pip install --quiet --disable-pip-version-check --retries 1 \
						-r "requirements/$1.txt" 2> >(grep -v '^WARNING: Location' >&2) &&
					touch "$made/finished"
			}
		) 9>"$cache/$1.lock" || echo "$2 could not be installed: the tests with it will skip." >&2
	fi
	if [ -e "$made/finished" ]; then ln -sfn "$made" ".venv/$1"; else rm -f ".venv/$1"; fi
}
environment servers TiTiler
environment qt6 "Qt 6"
environment publication "Validators of metadata"

# The engine's environment lives in the user's cache, named after its pins; clones share it.
stamp=.venv/.requirements-$(cat requirements/*.txt requirements/locks/*.txt setup.sh | sha256sum | cut -c1-12)
if [ ! -e "$stamp" ] || [ ! -x .venv/engine/bin/python ]; then
	/usr/bin/python3 . environment --create --also requirements/development.txt 2>&1 | grep -v '^WARNING: Location' || true
	engine=$(/usr/bin/python3 . environment 2>&1 | sed -n 's/^environment: //p')
	[ -x "$engine/bin/python" ] || { echo "The engine's environment could not be built; its messages are above." >&2; exit 1; }
	ln -sfn "$engine" .venv/engine
	[ -x .venv/qgis/bin/python ] || /usr/bin/python3 -m venv --system-site-packages .venv/qgis
	.venv/qgis/bin/python -m pip install --quiet --disable-pip-version-check -r requirements/qgis.txt \
		2> >(grep -v '^WARNING: Location' >&2)
	# The Light engine, which has no PyTorch. Without it the tests with it skip.
	/usr/bin/python3 . environment --create --flavour light 2>&1 | grep -v '^WARNING: Location' || true
	light=$(/usr/bin/python3 . environment --flavour light 2>&1 | sed -n 's/^environment: //p')
	if [ -e "$light/finished.json" ]; then ln -sfn "$light" .venv/light; else rm -f .venv/light; fi
	rm -f .venv/.requirements-*
	touch "$stamp"
fi

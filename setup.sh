#!/usr/bin/env bash
# Sets up what `make demo` and `make test` need: Debian packages, .venv/engine, .venv/qgis, .venv/src.
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

mkdir -p .venv/src build/runtime
chmod 700 build/runtime
ln -sfn ../.. .venv/src/rock_glacier_inventory

# The engine's environment lives in the user's cache, named after its pins; clones share it.
stamp=.venv/.requirements-$(cat requirements/*.txt setup.sh | sha256sum | cut -c1-12)
if [ ! -e "$stamp" ] || [ ! -x .venv/engine/bin/python ]; then
	/usr/bin/python3 . environment --create --also requirements/development.txt 2>&1 | grep -v '^WARNING: Location' || true
	engine=$(/usr/bin/python3 . environment 2>&1 | sed -n 's/^environment: //p')
	[ -x "$engine/bin/python" ] || { echo "The engine's environment could not be built; its messages are above." >&2; exit 1; }
	ln -sfn "$engine" .venv/engine
	[ -x .venv/qgis/bin/python ] || /usr/bin/python3 -m venv --system-site-packages .venv/qgis
	.venv/qgis/bin/python -m pip install --quiet --disable-pip-version-check -r requirements/qgis.txt \
		2> >(grep -v '^WARNING: Location' >&2)
	rm -f .venv/.requirements-*
	touch "$stamp"
fi

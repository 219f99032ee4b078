# Skeleton Crew: one command a verb.

PYTHON ?= python3
SOURCE ?= auto
VENV := .venv
BIN := $(VENV)/bin
CREW := $(BIN)/skeleton-crew
PREFIX ?= /opt/skeleton-crew
KIOSK := $(DESTDIR)$(PREFIX)

.PHONY: help setup demo test check performance accuracy reidentification clean install-kiosk kiosk-files kiosk-programs uninstall-kiosk

help:
	@echo "make demo     see people as skeletons: on a camera, or in the puppet theatre (SOURCE=FILE for a video)"
	@echo "make setup    only install, into $(VENV)"
	@echo "make test     install what is needed and run all tests"
	@echo "make check    lint, format, types and the import rules"
	@echo "make performance    how speed goes with people, cameras and resolution, into docs/performance.md"
	@echo "make accuracy    how well the installed models find people (COCO=FOLDER for pictures of yours)"
	@echo "make reidentification    how well people can be told by what the logger keeps"
	@echo "make install-kiosk      services that start with the machine, in $(PREFIX); docs/kiosk.md"
	@echo "make uninstall-kiosk    take them away again"
	@echo "make clean    remove what these commands have made here"

setup: $(VENV)/.installed

demo: setup
	@$(CREW) demo $(SOURCE)

test: $(VENV)/.ready-to-test
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST)

check: $(VENV)/.ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

performance: $(VENV)/.ready-to-test
	@$(CREW) bench scale --into docs/performance.md

accuracy: $(VENV)/.ready-to-test
	@$(BIN)/python -m tools.accuracy $(if $(COCO),--coco '$(COCO)')

reidentification: $(VENV)/.ready-to-test
	@$(BIN)/python -m tools.reidentification

install-kiosk: kiosk-programs
	@echo "Installed in $(KIOSK). Next: the camera in /etc/skeleton-crew/engine.toml, then"
	@echo "systemctl enable --now skeleton-crew-engine skeleton-crew-app@logger"

kiosk-files:
	@$(PYTHON) -m tools.kiosk install --root "$(DESTDIR)/" --prefix "$(PREFIX)"

# What is installed is for other users to read, whatever root's own habits are.
kiosk-programs: kiosk-files
	@umask 022 && $(MAKE) --no-print-directory VENV="$(KIOSK)" "$(KIOSK)/bin/python"
	@echo "Installing into $(KIOSK); this takes a minute the first time …"
	@umask 022 && "$(KIOSK)/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt '.[all]'
	@umask 022 && SKELETON_CREW_MODELS="$(KIOSK)/models" "$(KIOSK)/bin/skeleton-crew" models fetch
	@umask 022 && SKELETON_CREW_SOUNDFONTS="$(KIOSK)/soundfonts" "$(KIOSK)/bin/skeleton-crew" soundfonts fetch
	@[ -z "$(DESTDIR)" ] || grep -lI '^#!$(KIOSK)/' "$(KIOSK)"/bin/* | xargs sed -i '1s|^#!$(KIOSK)/|#!$(PREFIX)/|'

uninstall-kiosk:
	@$(PYTHON) -m tools.kiosk uninstall --root "$(DESTDIR)/" --prefix "$(PREFIX)"

clean:
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# Debian's Python may come without ensurepip; pip itself can then install into the environment.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo "skeleton-crew needs Python 3.11 to 3.13; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 \
	  || { $(PYTHON) -m venv --clear --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing into $(VENV); this takes a minute the first time …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[all]'
	@touch $@

$(VENV)/.ready-to-test: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

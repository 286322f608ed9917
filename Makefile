# make run serves on http://127.0.0.1:8000; make test runs all tests. Both set up what they need, once.
PYTHON ?= python3
PORT ?= 8000
SERVING := .venv
DEV := .venv-dev
PYTEST := SERVING_PYTHON=$(CURDIR)/$(SERVING)/bin/python $(DEV)/bin/python -m pytest
BROWSER_IS_THERE := $(DEV)/bin/python -m tests.browser.chromium 2>/dev/null

.PHONY: run test lint format clean

run: $(SERVING)/.ready
	$(SERVING)/bin/gunicorn --bind 127.0.0.1:$(PORT) --workers 1

# Without a browser all other tests run, and then it fails: a green run has tested everything. What a person does in
# the browser is timed by the page, so those tests have the machine for themselves.
test: $(DEV)/.ready $(SERVING)/.ready lint
	$(PYTEST) -m "not browser" --numprocesses auto --dist loadfile
	@$(BROWSER_IS_THERE) || { sh tests/browser/install.sh && $(BROWSER_IS_THERE); } || \
		{ $(DEV)/bin/python -m tests.browser.chromium; exit 1; }
	$(PYTEST) -m browser

lint: $(DEV)/.ready
	$(DEV)/bin/ruff check .
	$(DEV)/bin/ruff format --check .

format: $(DEV)/.ready
	$(DEV)/bin/ruff check --fix .
	$(DEV)/bin/ruff format .

# A mark is newer than its requirements once they are installed, so the second run installs nothing.
$(SERVING)/.ready: requirements.txt
$(DEV)/.ready: requirements.txt requirements-training.txt requirements-dev.txt

$(SERVING)/.ready: WANTED := requirements.txt
$(SERVING)/.ready: PYTHON_FITS := sys.version_info >= (3, 11)
$(SERVING)/.ready: FITTING := 3.11 or newer

# TensorFlow, which trains, comes for these alone.
$(DEV)/.ready: WANTED := requirements-dev.txt
$(DEV)/.ready: PYTHON_FITS := (3, 11) <= sys.version_info < (3, 14)
$(DEV)/.ready: FITTING := 3.11, 3.12 or 3.13

$(SERVING)/.ready $(DEV)/.ready:
	@$(PYTHON) -c 'import sys; sys.exit(not ($(PYTHON_FITS)))' || \
		{ echo "Python $(FITTING) is needed. Name it: make $(MAKECMDGOALS) PYTHON=python3.13"; exit 1; }
	@$(PYTHON) -m venv $(@D) || \
		{ echo "Python's venv module is needed. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(@D)/bin/python -m pip install --quiet --disable-pip-version-check -r $(WANTED)
	@touch $@

clean:
	rm -rf $(SERVING) $(DEV)

# Every target is one script in scripts/; `make help` lists them.
SCRIPT = @scripts/python.sh scripts/

.PHONY: help run test lint format translations screenshots compat faults bench setup stop clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):  ## /\1\t/p' Makefile

run:  ## the demo distributor in the web client; SERVE=0 ends after the summary
	$(SCRIPT)run.py

test:  ## linters and all tests; T=path::Class::test runs one
	$(SCRIPT)test.py

lint:  ## all linters; CHECK=ruff runs one
	$(SCRIPT)lint.py

format:  ## sort imports, format Python, XML and JavaScript
	$(SCRIPT)format.py

translations:  ## terms of the source into i18n/, naming what is to translate
	$(SCRIPT)translations.py

screenshots:  ## pictures of the guide; NAMES="why matrix" takes some of them
	$(SCRIPT)screenshots.py

compat:  ## Odoo's own tests without and with the addon, ten minutes a side
	$(SCRIPT)compat.py

faults:  ## ordering runs killed and run again: N=50 of them, at points by SEED=7
	$(SCRIPT)faults.py

bench:  ## how fast, against whom: SIZE=1k, 10k or 100k; JOBS="..." measures some
	$(SCRIPT)bench.py

setup:  ## build the environment and leave PostgreSQL running
	$(SCRIPT)setup.py

stop:  ## stop the PostgreSQL left running
	$(SCRIPT)stop.py

clean:  ## drop what was built in this checkout
	$(SCRIPT)clean.py

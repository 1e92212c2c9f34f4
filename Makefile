# Every target sets up what it needs on a fresh Debian 12 with the Swift toolchain, and says so when it installs something.

PREFIX ?= /usr/local
# More arguments for `chrysalis compare`, such as DEMO_ARGUMENTS="--replications 60 --trace traces".
DEMO_ARGUMENTS ?=
# Arguments for the benchmark executable.
BENCH_ARGUMENTS ?=
# Tests that run at a time, however many wait for a process of theirs.
WORKERS ?= 2

chrysalis := .build/release/chrysalis
benchmarks := .build/release/chrysalis-benchmarks
# `--num-workers` is for XCTest only; this variable is what Swift Testing has. There are no tests of XCTest's, and no closing line of its.
swift_test := SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$(WORKERS) swift test --disable-xctest
# The formatter looks at what is there; Benchmarks may be left out of a checkout.
swift_sources := $(wildcard Sources Tests Benchmarks Package.swift)

# The interpreter with which the tests open traces.
export CHRYSALIS_PYTHON := $(CURDIR)/.venv/bin/python
# The release build for the tests that compare it with the debug build or take too long without it.
export CHRYSALIS_RELEASE := $(CURDIR)/$(chrysalis)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test bench bench-rivals bench-check bench-figures simgrid-expectations sanitize test-slurm lint campaign install clean setup setup-tests release release-bench

help:
	@echo 'make demo           compare the upgrade strategies for Wikipedia in 2010, on its real traffic'
	@echo 'make test           all tests'
	@echo 'make campaign       the large random campaigns, which take much longer'
	@echo 'make bench          the benchmarks, in release mode'
	@echo 'make bench-rivals   other simulators beside this one, on the same work'
	@echo 'make bench-check    instruction counts against the baseline: fails where something got slower'
	@echo 'make simgrid-expectations'
	@echo '                    SimGrid on the cases of bandwidth sharing: fails where its answers are not those stored'
	@echo 'make sanitize       the tests of the kernel and of sharing with the address sanitizer, of the kernel with the thread sanitizer too'
	@echo 'make test-slurm     a sweep on a throw-away Slurm cluster on this machine, with a task killed and a node lost (as root)'
	@echo 'make bench-figures  measures anew for docs/performance.md'
	@echo 'make lint           the formatter, as a check'
	@echo 'make install        the program and its scenarios into PREFIX ($(PREFIX))'
	@echo 'make clean          remove what was built and the Python environment of the tests'

demo: release
	$(chrysalis) compare scenarios/wikipedia-2010.yaml $(DEMO_ARGUMENTS)

# The release binary is what the guides show, and has to print the same bytes as a debug build.
test: setup-tests release
	swift build --build-tests
	$(swift_test) --skip-build

# A real batch system, which loses a task and a node.
test-slurm: release
	scripts/test-slurm $(chrysalis)

campaign: setup-tests
	swift build --build-tests
	CHRYSALIS_CAMPAIGN=1 $(swift_test) --skip-build --filter Campaign

bench: release-bench
	$(benchmarks) $(BENCH_ARGUMENTS)

# Other simulators beside this one, on the same work; scripts/rivals installs them and builds their programs.
bench-rivals: release-bench
	scripts/rivals
	$(benchmarks) --rivals $(BENCH_ARGUMENTS)

# Instructions per operation against Benchmarks/Baselines, and times relative to a textbook heap.
bench-check: release-bench
	@scripts/setup --bench
	$(benchmarks) check $(BENCH_ARGUMENTS)

# The figures and plots of docs/performance.md from new measurements, which are kept in results/.
bench-figures: release-bench
	scripts/rivals
	mkdir -p results
	$(benchmarks) --json $(BENCH_ARGUMENTS) >results/benchmarks.json
	$(benchmarks) --rivals --json >results/rivals.json
	$(benchmarks) plot results/benchmarks.json results/rivals.json --output docs/plots
	$(benchmarks) tables results/benchmarks.json results/rivals.json --document docs/performance.md

# What our sharing of bandwidth is held against, in Tests/ResourceSharingTests/SimGrid. Only this target needs SimGrid, not the tests. Each
# of its answers is held against a slow twin before it is stored, which takes minutes.
simgrid-expectations:
	scripts/rivals
	scripts/simgrid-cases --expectations

# What works on raw memory: the kernel's tests with the address sanitizer, then with the thread sanitizer (the random ones are shorter, as everything
# takes ten times as long), and those of sharing, which knows no threads.
sanitize: setup
	$(call sanitized_tests,address,kernel)
	$(call sanitized_tests,thread,kernel)
	$(call sanitized_tests,address,sharing)

define sanitized_tests
	CHRYSALIS_ONLY=$(2) swift build --build-tests --sanitize=$(1) --scratch-path .build-$(1)
	CHRYSALIS_ONLY=$(2) CHRYSALIS_SANITIZED=1 $(swift_test) --skip-build --sanitize=$(1) --scratch-path .build-$(1)
endef

lint:
	swift format lint --strict -r -p $(swift_sources)

install: release
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/share/chrysalis/scenarios'
	install -m 755 $(chrysalis) '$(DESTDIR)$(PREFIX)/bin/chrysalis'
	cd scenarios && find . -type f -exec install -D -m 644 {} '$(abspath $(DESTDIR)$(PREFIX))/share/chrysalis/scenarios/{}' ';'

clean:
	swift package clean
	rm -rf .venv .rivals .build-address .build-thread

release: setup
	swift build -c release --product chrysalis

release-bench: setup
	swift build -c release --product chrysalis-benchmarks

setup:
	@scripts/setup

setup-tests:
	@scripts/setup --tests
	@scripts/python-environment

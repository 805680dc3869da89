# What one does with a checkout. `make` alone lists it; everything can be repeated and asks nothing.

SWIFT ?= swift
JOBS ?= $(shell nproc)
# How many damaged texts `make fuzz` tries for each reader, and random worlds for the engine.
ROUNDS ?= 200000
WORLDS ?= 5000
CXX ?= g++
# Suites that talk to a server or wait for clocks: one at a time, so that none starves another.
TIMED = ^(ServerTests|ActivateTests|SimulatorTests)\.|ServeTests|DataDirectoryTests|KillRoundsTests
# How many events `make layouts` draws.
EVENTS ?= 10000000
# How many fixed seeds `make sim` runs, and how many events people do in each.
SEEDS ?= 20
STEPS ?= 60

.PHONY: help setup build demo test sim fuzz check format bench bench-quick layouts clean

help:
	@echo "make demo         build, make a sample shop, evaluate the example segments"
	@echo "make test         build and run all tests"
	@echo "make build        build the program: .build/release/starling"
	@echo "make sim          run the whole system in a simulated world in which everything fails"
	@echo "make check        format and warnings, both as errors"
	@echo "make format       bring all Swift files into form"
	@echo "make fuzz         throw damaged texts and random worlds at the readers and the engine"
	@echo "make bench        measure against DuckDB and ClickHouse; writes Benchmarks/RESULTS.md"
	@echo "make bench-quick  the same on a small size, once; writes nothing"
	@echo "make layouts      measure the memory layouts of decision 0002; a minute, writes nothing"
	@echo "make setup        install the system libraries that are missing (apt)"
	@echo "make clean        remove what builds and demo left behind"

setup:
	@scripts/setup

build: setup
	@echo "==> building the program (release; some minutes the first time)"
	$(SWIFT) build -c release --product starling -j $(JOBS)

demo: build
	@scripts/demo

test: setup
	@echo "==> building the tests (debug; some minutes the first time)"
	$(SWIFT) build --build-tests -j $(JOBS)
	@echo "==> running the tests"
	$(SWIFT) test --skip-build --skip '$(TIMED)'
	@echo "==> running the tests that wait for clocks, with the machine to themselves"
	$(SWIFT) test --skip-build --no-parallel --filter '$(TIMED)'

sim: setup
	@echo "==> building the simulator (debug)"
	$(SWIFT) build --product starling-sim -j $(JOBS)
	@echo "==> $(SEEDS) fixed seeds and a new one"
	.build/debug/starling-sim --seed 1 --seeds $(SEEDS) --steps $(STEPS)
	.build/debug/starling-sim --steps $(STEPS)

fuzz: setup
	@echo "==> building the tests"
	$(SWIFT) build --build-tests -j $(JOBS)
	@echo "==> $(ROUNDS) damaged texts for each reader, $(WORLDS) random worlds for the engine"
	STARLING_FUZZ_ROUNDS=$(ROUNDS) STARLING_TWIN_ROUNDS=$(WORLDS) \
	  $(SWIFT) test --skip-build --filter 'Fuzz|Twin|RandomCase'

check: setup
	@echo "==> format"
	$(SWIFT) format lint --strict --recursive --parallel Sources Tests Package.swift
	@echo "==> warnings are errors in our own targets"
	STARLING_STRICT=1 $(SWIFT) build --build-tests -j $(JOBS)

format:
	$(SWIFT) format --in-place --recursive --parallel Sources Tests Package.swift

bench: build
	@echo "==> measuring: 10 million events, three engines; about an hour the first time"
	STARLING_BENCH_VENV="$(CURDIR)/.venv-bench" Benchmarks/run $(BENCH)

bench-quick: build
	@echo "==> measuring a small size once, to see that it runs and all agree"
	STARLING_BENCH_VENV="$(CURDIR)/.venv-bench" Benchmarks/run --size XS --quick

layouts:
	@mkdir -p .build
	$(CXX) -std=c++17 -O3 -march=native Benchmarks/layouts.cpp -o .build/layouts
	.build/layouts $(EVENTS)

clean:
	@echo "==> removing .build, demo and .venv-bench"
	rm -rf .build demo .venv-bench

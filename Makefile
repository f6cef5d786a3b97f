# make test     installs what the tests need and runs them all
# make soak     long random tests and kills, apart from the tests
# make golden   writes the golden answers and the shown output of the guides anew; review the difference
# make bench    measurements, apart from the tests; BENCH=portal (or csv, xlsx, register, schemes, query, cube, load, twins) for one of them
# make audit    known weaknesses of the packages, where the registry tells them
# make format   puts the code into the house's format

CONFIGURATION ?= Release

.PHONY: test soak golden bench audit format build tools

build:
	dotnet build Observatorio.sln -c $(CONFIGURATION) --nologo -v quiet

# What the tests use beside .NET: curl runs the commands that the guides show, Chromium the portal, R's rsdmx reads our SDMX and Python's pandas our CSV as their users do, node checks SDMX-JSON by its schema and reads JSON-stat, nginx stands before the server as it does in use, and strace shows what it asks of the system.
tools:
	@command -v chromium > /dev/null || { $$(command -v sudo) apt-get update -q && $$(command -v sudo) apt-get install -qy --no-install-recommends chromium fonts-dejavu-core; }
	@command -v curl > /dev/null || { $$(command -v sudo) apt-get update -q && $$(command -v sudo) apt-get install -qy curl; }
	@test -d /usr/lib/R/site-library/rsdmx || { $$(command -v sudo) apt-get update -q && $$(command -v sudo) apt-get install -qy --no-install-recommends r-cran-rsdmx; }
	@test -d /usr/lib/python3/dist-packages/pandas || { $$(command -v sudo) apt-get update -q && $$(command -v sudo) apt-get install -qy --no-install-recommends python3-pandas; }
	@command -v nginx > /dev/null || { $$(command -v sudo) apt-get update -q && $$(command -v sudo) apt-get install -qy --no-install-recommends nginx-light; }
	@command -v strace > /dev/null || { $$(command -v sudo) apt-get update -q && $$(command -v sudo) apt-get install -qy --no-install-recommends strace; }
	@command -v npm > /dev/null || { $$(command -v sudo) apt-get update -q && $$(command -v sudo) apt-get install -qy --no-install-recommends npm; }
	@test -d tests/tools/node_modules || npm ci --prefix tests/tools --silent

test: tools build
	dotnet format whitespace Observatorio.sln --verify-no-changes --no-restore
	dotnet test Observatorio.sln -c $(CONFIGURATION) --no-build --nologo --filter "TestCategory!=Soak" --logger "trx;LogFileName=tests.trx" --logger "console;verbosity=minimal" --results-directory TestResults

soak: build
	dotnet test Observatorio.sln -c $(CONFIGURATION) --no-build --nologo --filter "TestCategory=Soak"

# The examples of the OpenAPI document are golden answers that are part of the program: they are built in afterwards.
golden: tools build
	GOLDEN=write dotnet test Observatorio.sln -c $(CONFIGURATION) --no-build --nologo --filter "FullyQualifiedName~Golden|FullyQualifiedName~Docs"
	$(MAKE) build

bench:
	dotnet run --project bench -c Release -- $(BENCH)

audit:
	dotnet list Observatorio.sln package --vulnerable --include-transitive

format:
	dotnet format whitespace Observatorio.sln

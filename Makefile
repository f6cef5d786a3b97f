# make test     everything that is tested, and what the tests need
# make golden   writes the golden answers and the shown output of the guides anew; review the difference
# make bench    measurements, apart from the tests
# make format   puts the code into the house's format

CONFIGURATION ?= Release

.PHONY: test golden bench format build

build:
	dotnet build Observatorio.sln -c $(CONFIGURATION) --nologo -v quiet

test: build
	dotnet format whitespace Observatorio.sln --verify-no-changes --no-restore
	dotnet test Observatorio.sln -c $(CONFIGURATION) --no-build --nologo --logger "trx;LogFileName=tests.trx" --logger "console;verbosity=minimal" --results-directory TestResults

golden: build
	GOLDEN=write dotnet test Observatorio.sln -c $(CONFIGURATION) --no-build --nologo --filter "FullyQualifiedName~Golden|FullyQualifiedName~Docs"

bench:
	dotnet run --project bench -c Release

format:
	dotnet format whitespace Observatorio.sln

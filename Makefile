.DEFAULT_GOAL := help

.PHONY: help demo walk test quick lint scripts golden fuzz soak bench tidy-check
help: ## list the habits of this house
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## the whole system on SQLite and a folder, with demo offices and people
	go run ./cmd/trinhky demo

walk: ## carry two documents over HTTP from draft to the last acknowledgement
	go run ./cmd/trinhky demo --walk --out /tmp/trinhky-walk

test: ## everything, on SQLite, a folder, PostgreSQL and MinIO; installs and starts what it needs
	scripts/test.sh

quick: ## the tests that need nothing but Go
	go test ./...

lint: ## gofmt, vet and golangci-lint at the pinned version
	@test -z "$$(gofmt -l cmd internal policies templates migrations)" || { gofmt -l cmd internal policies templates migrations; exit 1; }
	go vet ./...
	go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run

scripts: ## make templates/static out of templates/scripts anew (needs npm)
	npm install --no-save --prefix templates/scripts --omit=optional --ignore-scripts --no-audit --no-fund
	go generate ./templates

golden: ## write the golden files anew; read the diff before you commit it
	go test ./internal/authz ./internal/web -update

fuzz: ## ten minutes for each fuzz target
	scripts/fuzz.sh 10m

soak: ## 100,000 steps of random histories: issue, receive by account and by letter, recall, replace, correct, give tasks, delegate, close an organ
	scripts/soak.sh 100000

bench: ## benchmarks: compare ratios within one run, never seconds across machines
	scripts/bench.sh

tidy-check: ## go.mod and go.sum say what the code needs
	go mod tidy -diff && go mod verify

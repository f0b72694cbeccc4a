# make run    the page on http://127.0.0.1:8420 with a simulated chair; Go alone must suffice
# make demo   a session, a refusal and a jam in the terminal, in a minute; Go alone must suffice
# make test   sets up what is needed and passes every test
# make check  the fast one: vet, formatting and the tests without a browser

GO      ?= go
BIN     := bin/lumbar
# What is tested in a browser, mostly by waiting for pages: not beside all others, which keep both cores busy.
BROWSER := /internal/httpapi /cmd/lumbar
# What takes longest begins first, so that no core waits for it at the end. go test goes by the order that it is given, and tests
# what is named twice once.
LONG    := ./internal/loop ./internal/verify ./driver/modbus
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

.PHONY: run demo screenshots pictures build test check cover bench mutate crash week footprint faults figures proof release words lint fmt chromium mosquitto promtool dbus-daemon modbus-peers clean

run: build
	./$(BIN) serve

# Fails when anything comes out otherwise than it should.
demo: build
	@$(GO) run ./tools/demo -lumbar $(BIN) -out build

# Every view, light and dark, wide and on a phone, to look at. A quarter of an hour on two busy cores.
screenshots: chromium
	@mkdir -p build/shots
	LUMBAR_SHOTS=$(CURDIR)/build/shots $(GO) test -count 1 -timeout 40m ./internal/httpapi -run 'shots$$|Shots$$'
	@echo "build/shots: $$(ls build/shots | wc -l) pictures"

# The pictures and the film of the documents, anew.
pictures: chromium
	LUMBAR_PICTURES=$(CURDIR)/docs/pictures LUMBAR_FILM=$(CURDIR)/docs/session.gif \
	$(GO) test -count 1 -timeout 20m ./internal/httpapi -run '^TestPictures$$|^TestGuidePictures$$|^TestFilm$$' -v

# Archives, packages for Debian, what they are made of, and checksums, in dist/. Works offline once the tool is there. A commit
# with a tag v1.2.3 is released as that; another as a version before every tag.
RELEASE = $(shell git describe --tags --match 'v*' --exact-match 2>/dev/null | sed 's/^v//' | grep . || \
	echo 0.0.0-dev.$$(git rev-list --count HEAD).g$$(git rev-parse --short HEAD))

release:
	RELEASE=$(RELEASE) $(GO) tool -modfile=release.mod goreleaser release --snapshot --clean

build:
	$(GO) build -ldflags "-X main.version=$(VERSION)" -o $(BIN) ./cmd/lumbar

test: chromium mosquitto promtool dbus-daemon modbus-peers cover
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "gofmt: the files above are not formatted"; exit 1; }
	$(GO) vet ./...
	$(GO) test -timeout 15m $(LONG) $$($(GO) list ./... | grep -vE '$(subst $() ,|,$(BROWSER))')
	$(GO) test -timeout 15m $(BROWSER:%=.%)
	@command -v nvim >/dev/null || echo "Not tried: the set-up for Neovim, as there is no nvim here (apt-get install neovim)."

check: cover
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "gofmt: the files above are not formatted"; exit 1; }
	$(GO) vet ./...
	$(GO) test -short ./...

# Every statement of the guard runs in its tests.
cover:
	@$(GO) test -short -cover ./guard | grep 'coverage: 100.0% of statements' || \
	{ echo "guard: not every statement is tested: $(GO) test -coverprofile c.out ./guard && $(GO) tool cover -html c.out"; exit 1; }

bench:
	$(GO) test -run '^$$' -bench . -benchmem -count 5 ./motion ./guard ./technique ./programme ./internal/control ./internal/twin ./internal/loop

# Every small change to the guard, to what it compares with and to the safety check must be noticed by their tests.
mutate:
	$(GO) run ./tools/mutate ./guard
	$(GO) run ./tools/mutate -files limits.go,zone.go,tare.go,author.go ./chair
	$(GO) run ./tools/mutate ./internal/screening

# Every fault in every state of every programme, and 10,000 random ones, against the claims of SAFETY.md. Takes five to
# twenty minutes on two cores, by what else they do.
faults:
	nice -n 10 $(GO) run ./tools/faults --markdown SAFETY.md

# The figures of docs/scan.md: 500 people of each kind. Half an hour; -update writes them anew.
figures:
	$(GO) test -count 1 -timeout 120m -run 'TestScanRobust|TestComfort$$|TestStiffness|TestWhoIsSitting|TestNudge' ./internal/loop -many -v

# Every view in every state by the rules of WCAG 2.2, and how long STOP takes under load, on a quiet machine: a quarter of
# an hour.
proof: chromium
	$(GO) test -count 1 -timeout 60m -run TestAccessible ./internal/httpapi -views
	$(GO) test -count 1 -timeout 30m -run TestStopTimes ./cmd/lumbar -stops 200 -v

# The catalogue of what people are told, docs/words.txt, anew: for review by somebody who does not read code.
words:
	$(GO) run ./tools/words -o docs/words.txt

# The writer of the record, killed at 1,000 random moments, and sessions of the whole of Lumbar at 1,000 more. Half an hour
# on two idle cores; a busy machine takes longer.
crash:
	$(GO) test -count 1 -timeout 30m -run TestKilled ./internal/store -kills 1000 -v
	$(GO) test -count 1 -timeout 4h -parallel 10 -run TestSessionKilled ./cmd/lumbar -sessions 1000 -v

# A week in accelerated time: server, engine, bridge and broker, 70 sessions, kills, restarts, the broker gone for two days, the
# end of summer time. Nothing grows and nothing is lost. make test lives a day of it.
week: mosquitto
	$(GO) test -count 1 -timeout 60m -run 'TestWeek$$' ./cmd/lumbar -days 7 -v

# What Lumbar takes of this machine: memory in a session with a page and a broker, the processor when idle, the start. Two minutes,
# and no figures of a machine that does something else meanwhile.
footprint: mosquitto
	$(GO) test -count 1 -timeout 20m -run 'TestFootprint$$' ./cmd/lumbar -footprint -v

# A browser for the page's tests: Debian's, where none is there.
chromium:
	@test -x /usr/lib/chromium/chromium-headless-shell || { \
	  any=$$(command -v chromium || command -v chromium-browser || command -v google-chrome); \
	  [ -n "$$any" ] && [ "$$(id -u)" != 0 ] || { \
	    echo "installing chromium's headless shell for the page's tests"; \
	    SUDO=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	    add() { $$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends fonts-dejavu-core "$$1"; }; \
	    $$SUDO apt-get update -q; add chromium-headless-shell || [ -n "$$any" ] || add chromium; }; }

# A broker for the tests of the bridge to a house, and clients that know nothing of Lumbar: Debian's. The service that comes
# with it is not needed: the tests start brokers of their own.
mosquitto:
	@test -x /usr/sbin/mosquitto -a -x /usr/bin/mosquitto_pub || command -v mosquitto >/dev/null && command -v mosquitto_pub >/dev/null || \
	{ echo "installing mosquitto for the tests of the bridge"; \
	  SUDO=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$SUDO apt-get update -q && $$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends mosquitto mosquitto-clients; }

# A bus of their own for the tests of chairs over Bluetooth: Debian's.
dbus-daemon:
	@command -v dbus-daemon >/dev/null || \
	{ echo "installing dbus-daemon for the tests of chairs over Bluetooth"; \
	  SUDO=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$SUDO apt-get update -q && $$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends dbus-daemon; }

# Masters and units of others for the tests of chairs over Modbus: Debian's. libmodbus is compiled into a unit by the tests.
modbus-peers:
	@command -v mbpoll >/dev/null && command -v socat >/dev/null && command -v gcc >/dev/null && test -e /usr/include/modbus/modbus.h && \
	/usr/bin/python3 -c 'import pymodbus.server, serial_asyncio' 2>/dev/null || \
	{ echo "installing mbpoll, socat, libmodbus and pymodbus for the tests of chairs over Modbus"; \
	  SUDO=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$SUDO apt-get update -q && $$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
	    mbpoll socat libmodbus-dev python3-pymodbus python3-serial-asyncio $$(command -v gcc >/dev/null || echo gcc libc6-dev); }

# What judges /metrics: one program of Debian's prometheus, which is unpacked here and not installed, as a server comes with it.
promtool:
	@command -v promtool >/dev/null || test -x build/promtool || \
	{ echo "fetching promtool for the test of /metrics"; mkdir -p build/prometheus; cd build/prometheus; \
	  SUDO=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$SUDO apt-get update -q && apt-get download -q prometheus && dpkg -x prometheus_*.deb . && mv usr/bin/promtool ../promtool && cd .. && rm -rf prometheus; }

# The linters that go.mod pins; golangci-lint, where it is installed, adds its own by .golangci.yml.
lint:
	$(GO) tool staticcheck ./...
	@dead="$$($(GO) tool deadcode -test ./...)"; test -z "$$dead" || { echo "$$dead"; echo "deadcode: nothing uses the above"; exit 1; }
	@command -v golangci-lint >/dev/null && golangci-lint run || true

fmt:
	gofmt -w .

clean:
	rm -rf bin build

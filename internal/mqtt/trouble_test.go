package mqtt_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/openlumbar/lumbar/internal/mqtt"
)

// password is one that must be nowhere.
const password = "open sesame 4711"

// guarded is a broker that wants a username and a password.
func guarded(t *testing.T) *broker {
	t.Helper()
	path := filepath.Join(t.TempDir(), "passwords")
	if out, err := exec.Command(program(t, "mosquitto_passwd"), "-c", "-b", path, "lumbar", password).CombinedOutput(); err != nil {
		t.Fatalf("mosquitto_passwd: %v: %s", err, out)
	}
	return startBroker(t, "allow_anonymous false\npassword_file "+path)
}

// certificates is an authority and a certificate of it for a name, a broker's and a client's, as files.
func certificates(t *testing.T, name string, until time.Time) (authority, certificate, key string) {
	t.Helper()
	make := func(template, parent *x509.Certificate, signer *ecdsa.PrivateKey) (*ecdsa.PrivateKey, *x509.Certificate, []byte) {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if signer == nil {
			parent, signer = template, k
		}
		der, err := x509.CreateCertificate(rand.Reader, template, parent, &k.PublicKey, signer)
		if err != nil {
			t.Fatal(err)
		}
		c, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return k, c, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	}
	from := time.Now().Add(-48 * time.Hour)
	ca := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test authority"}, NotBefore: from, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	caKey, caCert, caPEM := make(ca, nil, nil)
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, NotBefore: from, NotAfter: until,
		DNSNames: []string{name}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}}
	if ip := net.ParseIP(name); ip != nil {
		leaf.DNSNames, leaf.IPAddresses = nil, []net.IP{ip}
	}
	k, _, leafPEM := make(leaf, caCert, caKey)
	der, err := x509.MarshalECPrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(file string, text []byte) string {
		path := filepath.Join(dir, file)
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	return write("ca.pem", caPEM), write("cert.pem", leafPEM), write("key.pem", pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}))
}

func secure(b *broker) *url.URL { u := b.url(); u.Scheme = "mqtts"; return u }

func trusting(t *testing.T, authority string) *tls.Config {
	t.Helper()
	text, err := os.ReadFile(authority)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	return &tls.Config{RootCAs: pool}
}

// showing is the TLS of a client that trusts an authority and shows a certificate.
func showing(t *testing.T, authority, certificate, key string) *tls.Config {
	t.Helper()
	own, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		t.Fatal(err)
	}
	c := trusting(t, authority)
	c.Certificates = []tls.Certificate{own}
	return c
}

// TestTrouble: what keeps a bridge from a broker is told with its cause and a way out, by the bridge and by a single try, and
// no password is in it, or in a log.
func TestTrouble(t *testing.T) {
	good, leaf, key := certificates(t, "127.0.0.1", time.Now().Add(time.Hour))
	other, _, _ := certificates(t, "127.0.0.1", time.Now().Add(time.Hour))
	oldCA, oldLeaf, oldKey := certificates(t, "127.0.0.1", time.Now().Add(-time.Hour))
	elseCA, elseLeaf, elseKey := certificates(t, "elsewhere.example", time.Now().Add(time.Hour))
	with := func(cert, key string) string { return fmt.Sprintf("certfile %s\nkeyfile %s", cert, key) }
	plain, closed, locked := startBroker(t, ""), guarded(t), startBroker(t, with(leaf, key))
	expired, elsewhere := startBroker(t, with(oldLeaf, oldKey)), startBroker(t, with(elseLeaf, elseKey))
	clients, mine, mineKey := certificates(t, "lumbar.example", time.Now().Add(time.Hour))
	_, strange, strangeKey := certificates(t, "lumbar.example", time.Now().Add(time.Hour))
	wants := startBroker(t, with(leaf, key)+"\nrequire_certificate true\nuse_identity_as_username true\nallow_anonymous false\ncafile "+clients)
	tests := []struct {
		name   string
		broker mqtt.Broker
		want   string // empty: it connects
	}{
		{"plain", mqtt.Broker{URL: plain.url()}, ""},
		{"let in", mqtt.Broker{URL: closed.url(), Username: "lumbar", Password: password}, ""},
		{"with TLS", mqtt.Broker{URL: secure(locked), TLS: trusting(t, good)}, ""},
		{"with a certificate of its own", mqtt.Broker{URL: secure(wants), TLS: showing(t, good, mine, mineKey)}, ""},
		{"without the certificate that is wanted", mqtt.Broker{URL: secure(wants), TLS: trusting(t, good)}, "it may want a certificate of Lumbar's own, client_cert and client_key in the mqtt block"},
		{"with one of a stranger", mqtt.Broker{URL: secure(wants), TLS: showing(t, good, strange, strangeKey)}, "take Lumbar's certificate"},
		{"wrong password", mqtt.Broker{URL: closed.url(), Username: "lumbar", Password: "wrong " + password}, "does not let this username and password in: look at username and password in the mqtt block"},
		{"no password", mqtt.Broker{URL: closed.url()}, "does not let this username and password in"},
		{"unknown authority", mqtt.Broker{URL: secure(locked), TLS: trusting(t, other)}, "is of an authority that is not known here: name its file, ca in the mqtt block"},
		{"the system's authorities", mqtt.Broker{URL: secure(locked)}, "is of an authority that is not known here"},
		{"expired", mqtt.Broker{URL: secure(expired), TLS: trusting(t, oldCA)}, "has expired, or this machine's clock is wrong"},
		{"another name", mqtt.Broker{URL: secure(elsewhere), TLS: trusting(t, elseCA)}, "is for another name"},
		{"TLS at a plain one", mqtt.Broker{URL: secure(plain), TLS: trusting(t, good)}, "mqtt"},
		{"plain at one with TLS", mqtt.Broker{URL: locked.url()}, "it may want TLS, mqtts://"},
		{"nobody listens", mqtt.Broker{URL: &url.URL{Scheme: "mqtt", Host: "127.0.0.1:1"}}, "nothing listens at mqtt://127.0.0.1:1"},
		{"no such name", mqtt.Broker{URL: &url.URL{Scheme: "mqtt", Host: "broker.invalid:1883"}}, ""},
	}
	for _, test := range tests {
		if test.name == "no such name" { // how a resolver says so differs: by its error
			test.broker.Dial = func(context.Context, string, string) (net.Conn, error) {
				return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "broker.invalid", IsNotFound: true}}
			}
			test.want = "is not found: no machine of the network goes by that name"
		}
		t.Run(test.name, func(t *testing.T) {
			err := mqtt.Send(context.Background(), &test.broker, "try", nil)
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("tried once: %v, want %q", err, test.want)
			}
			var log lines
			bridge := bridged(t, mqtt.Options{Broker: test.broker, Logger: slog.New(slog.NewTextHandler(&log, nil))}, &chairs{})
			until(t, "the bridge says how it stands", func() bool {
				s := bridge.Status()
				return s.Connected == (test.want == "") && (s.Connected || strings.Contains(strings.ToLower(s.Text), strings.ToLower(test.want)))
			})
			if text := log.String() + bridge.Status().Text + fmt.Sprintf("%v %+v %#v", err, test.broker, test.broker); strings.Contains(text, "sesame") {
				t.Errorf("the password is in %s", text)
			}
		})
	}
}

// lines is a log for several goroutines.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// TestExplained: nothing that goes wrong is told in anybody else's words, and everything with a way out.
func TestExplained(t *testing.T) {
	b := &mqtt.Broker{URL: &url.URL{Scheme: "mqtts", Host: "b:8883"}}
	for _, err := range []error{errOdd, io.EOF, syscall.ECONNRESET, context.DeadlineExceeded, os.ErrDeadlineExceeded, tls.AlertError(42), x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}} {
		text := mqtt.Explain(err, b).Error()
		if !strings.Contains(text, "mqtts://b:8883") || !strings.Contains(text, ":") || strings.Contains(text, "odd") || strings.Contains(text, "EOF") {
			t.Errorf("%v is told as %q", err, text)
		}
	}
}

// TestDenied: a broker that says no is asked less and less, up to once a minute; one that is not there stays below ten seconds.
func TestDenied(t *testing.T) {
	waits := mqtt.Waits(40, &tls.CertificateVerificationError{Err: errOdd})
	if waits[0] != 0 || waits[39] != time.Minute {
		t.Errorf("waits %v", waits)
	}
	waits = mqtt.Waits(40, errOdd)
	if waits[1] != 100*time.Millisecond || waits[39] != time.Second {
		t.Errorf("waits %v", waits)
	}
}

func TestParseBroker(t *testing.T) {
	for text, want := range map[string]string{
		"mqtt://a": "mqtt://a:1883", "mqtts://a": "mqtts://a:8883", "mqtt://a:99/": "mqtt://a:99", "mqtt://[::1]": "mqtt://[::1]:1883",
		"tcp://a": "", "a:1883": "", "": "", "mqtt://u:p@a": "", "mqtt://a/b": "", "mqtt://a?b": "", "mqtt://:1883": "",
	} {
		u, err := mqtt.ParseBroker(text)
		if (err == nil) != (want != "") || err == nil && u.String() != want {
			t.Errorf("%q: %v, %v; want %q", text, u, err, want)
		}
	}
}

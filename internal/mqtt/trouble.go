package mqtt

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/eclipse/paho.golang/autopaho"
	"github.com/eclipse/paho.golang/packets"
)

// explain says why there is no connection, and the way out. Nothing that a broker or a network says is repeated as it is.
func explain(err error, b *Broker) error {
	name := b.Name()
	var refused *autopaho.ConnackError
	if errors.As(err, &refused) && refused.ReasonCode >= packets.ConnackUnspecifiedError {
		return refusal(refused.ReasonCode, name)
	}
	var (
		authority x509.UnknownAuthorityError
		host      x509.HostnameError
		invalid   x509.CertificateInvalidError
		record    tls.RecordHeaderError
		alert     tls.AlertError
		remote    *net.OpError
		dns       *net.DNSError
		timeout   net.Error
	)
	switch {
	case errors.As(err, &authority):
		return fmt.Errorf("the certificate of %s is of an authority that is not known here: name its file, ca in the mqtt block", name)
	case errors.As(err, &host):
		return fmt.Errorf("the certificate of %s is for another name: write the broker's address as its certificate has it", name)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return fmt.Errorf("the certificate of %s has expired, or this machine's clock is wrong", name)
	case errors.As(err, &invalid):
		return fmt.Errorf("the certificate of %s is not good for a server", name)
	case errors.As(err, &record):
		return fmt.Errorf("%s does not speak TLS there: mqtt:// and not mqtts://, or another port", name)
	case errors.As(err, &alert), errors.As(err, &remote) && remote.Op == "remote error": // as crypto/tls calls the other end's word
		return breaksOff(name, b.Certified())
	case errors.As(err, &dns):
		return fmt.Errorf("%s is not found: no machine of the network goes by that name", name)
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Errorf("nothing listens at %s: start the broker, or look at its port", name)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Errorf("%s does not answer within %v: look whether that machine is on, and at the address", name, dialWithin)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		// With TLS 1.3 a broker looks at a client's certificate when the client speaks already: its word may be lost in the end.
		switch {
		case b.Certified():
			return fmt.Errorf("%s closes the connection at once: it may not take Lumbar's certificate, client_cert in the mqtt block, or speak no MQTT 5", name)
		case b.Encrypted():
			return fmt.Errorf("%s closes the connection at once: it may want a certificate of Lumbar's own, client_cert and client_key in the mqtt block, or speak no MQTT 5", name)
		}
		return fmt.Errorf("%s closes the connection at once: it may want TLS, mqtts://, or speak no MQTT 5", name)
	}
	return fmt.Errorf("%s cannot be reached: look at the address, and whether the network is up", name)
}

// breaksOff is that a broker ended TLS with a word of TLS itself.
func breaksOff(name string, shown bool) error {
	if shown {
		return fmt.Errorf("%s does not take Lumbar's certificate: is it of an authority that the broker knows, meant for a client, and not expired? Look at client_cert in the mqtt block", name)
	}
	return fmt.Errorf("%s breaks off TLS: it may want a certificate of Lumbar's own, client_cert and client_key in the mqtt block", name)
}

// refusal is what a broker says in one number.
func refusal(code byte, name string) error {
	switch code {
	case packets.ConnackBadUsernameOrPassword, packets.ConnackNotAuthorized, packets.ConnackBadAuthenticationMethod:
		return fmt.Errorf("%s does not let this username and password in: look at username and password in the mqtt block", name)
	case packets.ConnackUnsupportedProtocolVersion, packets.ConnackProtocolError, packets.ConnackMalformedPacket:
		return fmt.Errorf("%s speaks no MQTT 5: mosquitto does since 1.6", name)
	case packets.ConnackServerBusy, packets.ConnackServerUnavailable, packets.ConnackQuotaExceeded, packets.ConnackConnectionRateExceeded:
		return fmt.Errorf("%s is busy: it is tried again", name)
	case packets.ConnackInvalidClientID:
		return fmt.Errorf("%s does not take this client: choose another id in the mqtt block", name)
	case packets.ConnackBanned:
		return fmt.Errorf("%s has banned this client: look at the broker", name)
	}
	return fmt.Errorf("%s refuses the connection, reason 0x%02x of MQTT 5", name, code)
}

// Waits between attempts. A broker that starts again is met within a second. After ten minutes nobody waits any more, and one
// that says no says it again: it is asked seldom.
const (
	waitLeast  = 100 * time.Millisecond
	waitMost   = time.Second
	waitLong   = 10 * time.Second
	waitDenied = time.Minute
	longAfter  = 10 * time.Minute
	lasting    = 10 * time.Second // a connection that ends before was none
	mostShort  = 3
)

// backoff is how long to wait before an attempt.
type backoff struct {
	now func() time.Time

	mu     sync.Mutex
	since  time.Time // of the outage, or of the connection; zero: neither yet
	wait   time.Duration
	denied bool
	short  int // connections, one after the other, that soon ended again
}

func (w *backoff) met() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.since, w.denied = w.now(), false
}

// lost says whether connections end again and again: two of one name at a broker take each other's place.
func (w *backoff) lost() (again bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.now()
	if w.short++; now.Sub(w.since) >= lasting {
		w.short, w.wait = 0, 0
	}
	w.since = now
	return w.short >= mostShort
}

func (w *backoff) failed(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.since.IsZero() {
		w.since = w.now()
	}
	var refused *autopaho.ConnackError
	var verify *tls.CertificateVerificationError
	w.denied = errors.As(err, &refused) && refused.ReasonCode >= packets.ConnackUnspecifiedError || errors.As(err, &verify)
}

// before is how long to wait before attempt n of an outage, from 0.
func (w *backoff) before(n int) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	most := waitMost
	switch {
	case w.short >= mostShort:
		most = waitLong
	case w.denied:
		most = waitDenied
	case !w.since.IsZero() && w.now().Sub(w.since) > longAfter:
		most = waitLong
	}
	if n == 0 && w.short < mostShort {
		w.wait = 0
		return 0
	}
	w.wait = min(max(2*w.wait, waitLeast), most)
	return w.wait
}

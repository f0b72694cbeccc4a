package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"slices"

	"golang.org/x/crypto/argon2"
)

// wrapped is a data key under the device key and, where there is a PIN, under that too.
type wrapped struct {
	Box       []byte
	Salt      []byte // nil: no PIN
	Passes    uint32
	MemoryKiB uint32
	Threads   uint8
}

// The cost of trying one PIN: RFC 9106's second recommended choice, about a fifth of a second on a small machine.
const (
	passes    = 3
	memoryKiB = 64 << 10
	threads   = 4
	saltBytes = 16
)

// mostPasses and mostMemoryKiB keep a changed row from taking the machine's time and memory.
const mostPasses, mostMemoryKiB = 16, 1 << 20

// wrap puts a person's data key under the device key and a PIN; an empty one is none.
func wrap(device, data []byte, person string, pin PIN) (w wrapped, err error) {
	if pin != "" {
		w = wrapped{Salt: make([]byte, saltBytes), Passes: passes, MemoryKiB: memoryKiB, Threads: threads}
		if _, err := rand.Read(w.Salt); err != nil {
			return w, err
		}
	}
	aead, err := w.aead(device, pin)
	if err != nil {
		return w, err
	}
	w.Box = aead.Seal(nil, nil, data, w.about(person))
	return w, nil
}

// open takes the data key out; ok is false if PIN, device key or row are not those of then.
func (w *wrapped) open(device []byte, person string, pin PIN) (data []byte, ok bool, err error) {
	aead, err := w.aead(device, pin)
	if err != nil {
		return nil, false, err
	}
	data, err = aead.Open(nil, nil, w.Box, w.about(person))
	return data, err == nil && len(data) == keyBytes, nil
}

// aead is the cipher that the data key is under.
func (w *wrapped) aead(device []byte, pin PIN) (cipher.AEAD, error) {
	if device == nil {
		return nil, ErrNoKey
	}
	secret, info := slices.Clone(device), "lumbar: data key"
	if w.Salt != nil {
		if w.Passes < 1 || w.Passes > mostPasses || w.MemoryKiB > mostMemoryKiB || w.Threads < 1 {
			return nil, fmt.Errorf("the PIN's cost is out of all bounds: %w", ErrDamaged)
		}
		secret = append(secret, argon2.IDKey([]byte(pin), w.Salt, w.Passes, w.MemoryKiB, w.Threads, keyBytes)...)
		info += " with PIN"
	}
	key, err := hkdf.Key(sha256.New, secret, w.Salt, info, keyBytes)
	if err != nil {
		return nil, err
	}
	return newAEAD(key)
}

// about is what the box is authenticated with.
func (w *wrapped) about(person string) []byte {
	return fmt.Appendf(nil, "lumbar key 1\x00%s\x00%d\x00%d\x00%d\x00%x", person, w.Passes, w.MemoryKiB, w.Threads, w.Salt)
}

// newAEAD is AES-256-GCM that puts a random nonce before what it seals. Under one key fewer than 2^32 rows may be
// sealed; a person fills some ten a day.
func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

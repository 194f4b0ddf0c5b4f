package seal

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

// ErrDigest is the error of a text that is no digest.
var ErrDigest = errors.New("not a digest")

const (
	digestPrefix = "sha256:"
	digestLen    = len(digestPrefix) + 2*sha256.Size
)

// A Digest is a SHA-256 hash as text: "sha256:" and 64 lower-case hexadecimal
// digits. The zero value is no digest. Valid digests are equal if and only if
// their texts are.
type Digest string

// Sum returns the SHA-256 digest of version, a newline and body.
//
// The version names the format of the body, such as "example.record/v1". It
// may not contain a newline: the first one ends it, so that everything behind
// would count as body. The body may hold any bytes.
func Sum(version string, body []byte) Digest {
	h := sha256.New()
	h.Write([]byte(version))
	h.Write([]byte{'\n'})
	h.Write(body)
	var sum Hash
	h.Sum(sum[:0])
	return sum.Digest()
}

// ParseDigest returns s as a digest. The error is an [ErrDigest] that says
// what is wrong with s; upper-case digits, spaces around the digest and other
// algorithms are errors too.
func ParseDigest(s string) (Digest, error) {
	if err := checkDigest(s); err != nil {
		return "", err
	}
	return Digest(s), nil
}

// Valid reports whether d is well-formed.
func (d Digest) Valid() bool { return checkDigest(string(d)) == nil }

// Hash returns the 32 bytes that d stands for. The error is an [ErrDigest].
func (d Digest) Hash() (Hash, error) {
	if err := checkDigest(string(d)); err != nil {
		return Hash{}, err
	}
	var h Hash
	for i := range h {
		at := len(digestPrefix) + 2*i
		h[i] = nibble(d[at])<<4 | nibble(d[at+1])
	}
	return h, nil
}

// A Hash is a SHA-256 hash as bytes.
type Hash [sha256.Size]byte

// Digest returns h as text.
func (h Hash) Digest() Digest {
	var b [digestLen]byte
	copy(b[:], digestPrefix)
	hex.Encode(b[len(digestPrefix):], h[:])
	return Digest(b[:])
}

// String returns the text of the digest, so that a hash can be read where it
// is printed.
func (h Hash) String() string { return string(h.Digest()) }

// digestError is why a text is no digest. It is a small value rather than a
// formatted string so that Valid costs nothing on bad input.
type digestError struct {
	length int // of the text, if that is what is wrong
	at     int // the offset of the first bad byte, -1 if the length is wrong
}

func (e *digestError) Error() string {
	switch {
	case e.at < 0:
		return fmt.Sprintf("seal: %v: %d bytes long, where %q and %d hexadecimal digits are %d",
			ErrDigest, e.length, digestPrefix, 2*sha256.Size, digestLen)
	case e.at < len(digestPrefix):
		return fmt.Sprintf("seal: %v: it does not begin with %q", ErrDigest, digestPrefix)
	default:
		return fmt.Sprintf("seal: %v: byte %d is no lower-case hexadecimal digit", ErrDigest, e.at+1)
	}
}

func (e *digestError) Unwrap() error { return ErrDigest }

func checkDigest(s string) error {
	if len(s) != digestLen {
		return &digestError{length: len(s), at: -1}
	}
	for i := range len(s) {
		if i < len(digestPrefix) && s[i] != digestPrefix[i] ||
			i >= len(digestPrefix) && nibble(s[i]) > 15 {
			return &digestError{at: i}
		}
	}
	return nil
}

// nibble returns the value of a lower-case hexadecimal digit, or 255.
func nibble(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	default:
		return 255
	}
}

package oscal

import (
	"crypto/sha1"
	"encoding/hex"
)

// A UUID is a universally unique identifier after RFC 9562. The zero UUID is
// the nil UUID of that RFC.
type UUID [16]byte

// NS names the vocabulary of the properties and facets that this package
// writes. It is a name, not an address.
const NS = "https://github.com/ismskit/ismskit/ns/oscal/v1"

// Namespace returns the namespace of the UUIDs of everything that this package
// writes, unless the caller names another: the UUID that V5 derives from NS in
// RFC 9562's namespace of URLs.
func Namespace() UUID {
	return V5(UUID{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}, NS)
}

// V5 derives a UUID of version 5 from a name within a namespace, after RFC
// 9562, section 5.5: equal names have equal UUIDs, on every machine.
func V5(namespace UUID, name string) UUID {
	h := sha1.New() // what the RFC asks for; nothing relies on its strength
	h.Write(namespace[:])
	h.Write([]byte(name))
	var u UUID
	copy(u[:], h.Sum(nil))
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	return u
}

// String returns the UUID in lower case.
func (u UUID) String() string {
	var b [36]byte
	hex.Encode(b[:8], u[:4])
	b[8] = '-'
	hex.Encode(b[9:13], u[4:6])
	b[13] = '-'
	hex.Encode(b[14:18], u[6:8])
	b[18] = '-'
	hex.Encode(b[19:23], u[8:10])
	b[23] = '-'
	hex.Encode(b[24:], u[10:])
	return string(b[:])
}

// ParseUUID reads a UUID, in upper or lower case; ok is false for any other
// text.
func ParseUUID(s string) (u UUID, ok bool) {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return UUID{}, false
	}
	digits := s[:8] + s[9:13] + s[14:18] + s[19:23] + s[24:]
	if _, err := hex.Decode(u[:], []byte(digits)); err != nil {
		return UUID{}, false
	}
	return u, true
}

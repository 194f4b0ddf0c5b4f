package sheet

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits of a part of a workbook.
const (
	// maxToken is how many bytes a tag or a text may take. A cell has 32,767
	// characters at most, and a character up to ten bytes.
	maxToken = 1 << 20
	maxDepth = 64
	// maxShared is how many bytes the texts take that cells share, each with what
	// it takes to hold one.
	maxShared = 128 << 20
	perText   = 16
)

var (
	errToken  = fmt.Errorf("a tag or a text has more than %d KiB", maxToken>>10)
	errDepth  = fmt.Errorf("tags are nested more than %d deep", maxDepth)
	errShared = fmt.Errorf("the texts that cells share take more than %d MiB", maxShared>>20)
)

// beyond tells whether an error is that of a limit.
func beyond(err error) bool {
	return errors.Is(err, errToken) || errors.Is(err, errDepth) || errors.Is(err, errShared)
}

// An xmlReader reads the XML of a part: no more of it than the archive tells, and
// no token that fills the memory.
type xmlReader struct {
	decoder *xml.Decoder
	in      io.Reader
	left    uint64 // bytes of the part
	token   int    // bytes read since the last token
	depth   int    // of tags
}

func newXMLReader(in io.Reader, size uint64) *xmlReader {
	x := &xmlReader{in: in, left: size}
	x.decoder = xml.NewDecoder(x)
	return x
}

// Read serves the decoder.
func (x *xmlReader) Read(p []byte) (int, error) {
	if x.token > maxToken {
		return 0, errToken
	}
	n, err := x.in.Read(p)
	if x.token += n; uint64(n) > x.left {
		return 0, zip.ErrFormat
	}
	x.left -= uint64(n)
	return n, err
}

// next gives the next token; io.EOF after the last one.
func (x *xmlReader) next() (xml.Token, error) {
	x.token = 0
	token, err := x.decoder.Token()
	switch token.(type) {
	case xml.StartElement:
		if x.depth++; x.depth > maxDepth {
			return nil, errDepth
		}
	case xml.EndElement:
		x.depth--
	}
	return token, err
}

// skip reads to the end of the tag that has begun.
func (x *xmlReader) skip() error {
	for end := x.depth - 1; x.depth > end; {
		if _, err := x.next(); err != nil {
			return unfinished(err)
		}
	}
	return nil
}

// text reads the text of a string item, up to its end tag: of plain and rich text,
// and not of its pronunciation.
func (x *xmlReader) text(start xml.StartElement) (string, error) {
	var text strings.Builder
	for depth, inside := 1, false; depth > 0; {
		token, err := x.next()
		if err != nil {
			return "", unfinished(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == "rPh" {
				if err := x.skip(); err != nil {
					return "", err
				}
				continue
			}
			depth, inside = depth+1, token.Name.Local == "t"
		case xml.EndElement:
			depth, inside = depth-1, false
		case xml.CharData:
			if inside || start.Name.Local == "v" {
				text.Write(token)
			}
		}
		if text.Len() > maxToken {
			return "", errToken
		}
	}
	return unescape(text.String()), nil
}

// unfinished is the error of XML that ends within a tag.
func unfinished(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func attr(start xml.StartElement, space, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name && a.Name.Space == space {
			return a.Value
		}
	}
	return ""
}

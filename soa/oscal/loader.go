package oscal

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"
)

// A Loader returns the document that a profile imports. The name it returns is
// the document's identity: two references to one document must give the same
// name, or else a profile that imports itself is only found out by its UUID.
type Loader func(ref ImportRef) (name string, data []byte, err error)

// An ImportRef is a reference from a profile to what it imports.
type ImportRef struct {
	From      string // name of the profile
	Href      string // as the profile gives it: of the import, or of the link of its resource
	MediaType string // "" if not stated
}

// ErrOutside is the error of a reference that leads out of the folder that
// documents are loaded from, or is no relative reference at all.
var ErrOutside = errors.New("oscal: the reference leads out of the folder")

// FromFS returns a Loader of the files of a file system. A reference is
// relative to the file that it stands in, so that the first profile has to be
// read under its name in the file system. It never leads out of the file
// system, and references with a scheme, such as https, are not followed.
func FromFS(fsys fs.FS) Loader {
	return func(ref ImportRef) (string, []byte, error) {
		href, err := url.PathUnescape(ref.Href)
		if err != nil {
			return "", nil, err
		}
		name := path.Join(path.Dir(ref.From), href)
		if strings.Contains(ref.Href, ":") || strings.HasPrefix(ref.Href, "/") || !fs.ValidPath(name) {
			return "", nil, fmt.Errorf("%w: %s", ErrOutside, ref.Href)
		}
		if info, err := fs.Stat(fsys, name); err == nil && info.Size() > MaxBytes {
			return "", nil, fmt.Errorf("%s has %d bytes, at most %d are allowed", name, info.Size(), MaxBytes)
		}
		data, err := fs.ReadFile(fsys, name)
		return name, data, err
	}
}

// refs returns the references by which the target of an import may be had, the
// best first, or the document itself if it is in the profile.
func (p *Profile) refs(href string) (refs []ImportRef, inside []byte, err error) {
	id, internal := strings.CutPrefix(href, "#")
	if !internal {
		return []ImportRef{{From: p.File(), Href: href}}, nil, nil
	}
	res := p.resource(id)
	if res == nil {
		return nil, nil, fmt.Errorf("the profile has no resource %s", id)
	}
	if raw := res.raw("base64"); raw != nil {
		var e embeddedFile
		(&members{r: &reading{left: MaxValues}, index: -1}).readQuietly(&e, raw)
		data, err := base64.StdEncoding.DecodeString(e.Value)
		if err != nil || len(data) == 0 {
			return nil, nil, errors.New("the resource holds no document in base64")
		}
		return nil, data, nil
	}
	var rest []ImportRef
	for _, l := range res.RLinks {
		ref := ImportRef{From: p.File(), Href: l.Href, MediaType: l.MediaType}
		switch {
		case strings.HasSuffix(l.MediaType, "json") || l.MediaType == "" && strings.HasSuffix(l.Href, ".json"):
			refs = append(refs, ref)
		case l.MediaType == "":
			rest = append(rest, ref)
		}
	}
	if refs = append(refs, rest...); len(refs) == 0 {
		return nil, nil, errors.New("the resource has no link to a document in JSON")
	}
	return refs, nil, nil
}

func (p *Profile) resource(uuid string) *Resource {
	if p.BackMatter == nil {
		return nil
	}
	for i := range p.BackMatter.Resources {
		if r := &p.BackMatter.Resources[i]; strings.EqualFold(r.UUID, uuid) {
			return r
		}
	}
	return nil
}

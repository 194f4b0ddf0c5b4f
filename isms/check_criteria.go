package isms

import (
	"fmt"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
)

// criteria reports criteria documents that are not those which were put into
// force: the history states the digest of each version.
func (c *checker) criteria() {
	have := map[string]seal.Digest{}
	for _, d := range c.sys.CriteriaDocuments {
		have[criteriaName(d)] = criteria.Digest(d.Bytes())
	}
	for i, u := range c.sys.History.Or(nil) {
		id, hasID := u.ID.Get()
		version, hasVersion := u.Version.Get()
		stated, hasDigest := u.Digest.Get()
		if !hasID || !hasVersion || !hasDigest {
			continue
		}
		if is, at := have[versioned(id, version)]; at && is != stated {
			c.add(OtherDigest, fmt.Sprintf("criteriaHistory[%d].digest", i), u.Where("digest"),
				fmt.Sprintf("is %s, but that of the document %s is %s", stated, versioned(id, version), is))
		}
	}
}

package isms

import (
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
)

// A Document is one version of documented information (7.5).
type Document struct {
	Place `isms:"document" doc:"one version of documented information"`

	ID                 string                       `isms:"id"`
	Title              Opt[string]                  `isms:"title" doc:"what it is called"`
	Description        Opt[string]                  `isms:"description" doc:"what is in it"`
	Covers             Opt[[]string]                `isms:"covers" doc:"required items of documented information that it holds, such as scope or audit_results"`
	Identifier         Opt[string]                  `isms:"identifier" doc:"the same for all versions"`
	Author             Opt[string]                  `isms:"author" ref:"person role party external" doc:"who wrote it"`
	Date               Opt[time.Time]               `isms:"date,fact" doc:"of this version"`
	Language           Opt[string]                  `isms:"language" doc:"that it is written in"`
	Format             Opt[string]                  `isms:"format" doc:"such as PDF"`
	Media              Opt[[]string]                `isms:"media" doc:"such as paper or electronic"`
	ReviewedBy         Opt[string]                  `isms:"reviewedBy,by=reviewedAt" ref:"person" doc:"who reviewed it for suitability and adequacy"`
	ReviewedAt         Opt[time.Time]               `isms:"reviewedAt,fact" doc:"when; none: it was not reviewed"`
	ApprovedBy         Opt[string]                  `isms:"approvedBy,by=approvedAt" ref:"person" doc:"who approved it"`
	ApprovedAt         Opt[time.Time]               `isms:"approvedAt,fact" doc:"when; none: it was not approved"`
	Status             DocumentStatus               `isms:"status" doc:"whether it holds"`
	Version            Opt[string]                  `isms:"version" doc:"of the document"`
	Previous           Opt[string]                  `isms:"previous,chain" ref:"document" doc:"entry of the version before; none: this is the first"`
	File               Opt[string]                  `isms:"file" doc:"name of the file that holds the content; none: it is in no file"`
	Digest             Opt[seal.Digest]             `isms:"digest" doc:"SHA-256 of the content"`
	Classification     Opt[string]                  `isms:"classification" doc:"who may see it, in the organisation's words"`
	Access             Opt[[]*DocumentAccess]       `isms:"access" doc:"who may do what with it"`
	Locations          Opt[[]string]                `isms:"locations" doc:"where it is available"`
	Distribution       Opt[[]*DocumentDistribution] `isms:"distribution" doc:"who was given it"`
	Storage            Opt[string]                  `isms:"storage" doc:"where and how it is kept legible"`
	Protection         Opt[[]string]                `isms:"protection" doc:"what protects it"`
	RetentionUntil     Opt[time.Time]               `isms:"retentionUntil" doc:"until when it is kept; none: no date is set"`
	Disposition        Opt[string]                  `isms:"disposition" doc:"what is done with it then"`
	ExternalOrigin     Opt[bool]                    `isms:"externalOrigin" doc:"whether it comes from outside"`
	ExternalIdentified Opt[bool]                    `isms:"externalIdentified" doc:"whether it is marked as such"`
	NextReview         Opt[time.Time]               `isms:"nextReview" doc:"when it is to be reviewed again; none: not at all"`
	Exception          Opt[*Exception]              `isms:"exception" doc:"where one person did what two should; none: nobody did"`
}

// A DocumentAccess is what a role may do with a document.
type DocumentAccess struct {
	Place `isms:"documentAccess" doc:"what a role may do with a document"`

	Role  Opt[string] `isms:"role" ref:"role person party unit" doc:"who"`
	Right Opt[string] `isms:"right" doc:"such as read, change or approve"`
}

// A DocumentDistribution is a copy of a document that somebody was given.
type DocumentDistribution struct {
	Place `isms:"documentDistribution" doc:"a copy of a document that somebody was given"`

	To          Opt[string]    `isms:"to" ref:"party person role unit" doc:"who was given it"`
	Version     Opt[string]    `isms:"version" doc:"of the document"`
	At          Opt[time.Time] `isms:"at,fact" doc:"when"`
	WithdrawnAt Opt[time.Time] `isms:"withdrawnAt,fact" doc:"when it was taken back; none: it was not"`
}

// DocumentStatus tells whether a document holds.
type DocumentStatus string

// The statuses of documents.
const (
	DocumentDraft     DocumentStatus = "draft"
	DocumentApproved  DocumentStatus = "approved"
	DocumentWithdrawn DocumentStatus = "withdrawn"
)

func (DocumentStatus) words() []string {
	return []string{string(DocumentDraft), string(DocumentApproved), string(DocumentWithdrawn)}
}

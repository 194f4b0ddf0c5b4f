package isms

import (
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
)

// Format is the first line of every document of this version, and the line
// that the digest of a system begins with.
const Format = "ismskit.isms/v1"

// A System is an information security management system as its documents
// state it. Lists of objects are sets: Parse and Merge put them in order, by id
// or else by their canonical form.
type System struct {
	Place `isms:"isms" doc:"the management system"`

	ID              Opt[string]           `isms:"id,id" doc:"the same for all documents and snapshots of the system"`
	Organisation    Opt[*Organisation]    `isms:"organisation" doc:"whose system it is"`
	Edition         Edition               `isms:"edition" doc:"of the standard that it follows"`
	AsOf            Opt[time.Time]        `isms:"asOf,fact" doc:"when the documents were last brought up to date; every check takes a time of its own"`
	State           Lifecycle             `isms:"state" doc:"how far the system has come"`
	ReviewInterval  Opt[time.Duration]    `isms:"reviewInterval" doc:"longest time from one management review to the next"`
	Exclusions      Opt[[]*Exclusion]     `isms:"exclusions" doc:"what of the standard is claimed not to apply"`
	Context         Opt[*Context]         `isms:"context" doc:"clause 4.1: purpose, issues and strategic goals"`
	Parties         Opt[[]*Party]         `isms:"parties" doc:"clause 4.2: interested parties"`
	Scope           Opt[*Scope]           `isms:"scope" doc:"clause 4.3: boundaries and applicability"`
	Processes       Opt[[]*Process]       `isms:"processes" doc:"clauses 4.4 and 8.1: processes and how they interact"`
	Assets          Opt[[]*Asset]         `isms:"assets" doc:"what is protected"`
	Leadership      Opt[[]*Commitment]    `isms:"leadership" doc:"clause 5.1: what top management did for the system"`
	Policies        Opt[[]*Policy]        `isms:"policies" doc:"clause 5.2: policies, one entry for each version"`
	Roles           Opt[[]*Role]          `isms:"roles" doc:"clause 5.3: who is responsible for what"`
	Persons         Opt[[]*Person]        `isms:"persons" doc:"who acts in the system"`
	Opportunities   Opt[[]*Opportunity]   `isms:"opportunities" doc:"clause 6.1.1: what could go well"`
	Actions         Opt[[]*Action]        `isms:"actions" doc:"clauses 6.1.1, 9.3 and 10.2: what was decided to do"`
	Criteria        Opt[*RiskCriteria]    `isms:"criteria" doc:"clause 6.1.2 a: which criteria hold, and when risks are assessed"`
	History         Opt[[]*CriteriaUsed]  `isms:"criteriaHistory" doc:"criteria that held, and those that hold"`
	Assessments     Opt[[]*Assessment]    `isms:"assessments" doc:"clauses 6.1.2 and 8.2: assessments of risk that were made"`
	Controls        Opt[[]*Control]       `isms:"controls" doc:"clause 6.1.3 b: controls that are there or wanted"`
	Objectives      Opt[[]*Objective]     `isms:"objectives" doc:"clause 6.2: information security objectives"`
	Changes         Opt[[]*Change]        `isms:"changes" doc:"clauses 6.3 and 8.1: changes, planned and unintended"`
	Resources       Opt[[]*Resource]      `isms:"resources" doc:"clause 7.1: resources needed and provided"`
	Competences     Opt[[]*Competence]    `isms:"competences" doc:"clause 7.2: what persons must be able to do, and can"`
	Awareness       Opt[[]*Awareness]     `isms:"awareness" doc:"clause 7.3: who was made aware of what"`
	Communications  Opt[[]*Communication] `isms:"communications" doc:"clause 7.4: who tells what to whom, and when"`
	Documents       Opt[[]*Document]      `isms:"documents" doc:"clause 7.5: documented information, one entry for each version"`
	Externals       Opt[[]*External]      `isms:"externals" doc:"clause 8.1: processes, products and services of others"`
	Measures        Opt[[]*Measure]       `isms:"measures" doc:"clause 9.1: what is measured"`
	Programmes      Opt[[]*Programme]     `isms:"programmes" doc:"clause 9.2.2: audit programmes"`
	Audits          Opt[[]*Audit]         `isms:"audits" doc:"clause 9.2: audits"`
	Reviews         Opt[[]*Review]        `isms:"reviews" doc:"clause 9.3: management reviews"`
	Nonconformities Opt[[]*Nonconformity] `isms:"nonconformities" doc:"clause 10.2: nonconformities and what was done about them"`
	Improvements    Opt[[]*Improvement]   `isms:"improvements" doc:"clause 10.1: improvements and what they brought"`
	Evaluations     Opt[[]*Evaluation]    `isms:"evaluations" doc:"earlier evaluations of the system against sets of rules"`

	// What follows stands in documents of formats of its own.

	Registers         []*risk.Register     // by id
	Records           []*risk.Record       // of assessments, by digest
	Plans             []*risk.Plan         // of treatment, by id and version
	CriteriaDocuments []*criteria.Document // by id and version
	Statements        []*soa.Statement     // of applicability, by id and version
	Catalogues        []*soa.Catalogue     // of controls, beside those of Annex A, by id
}

// Edition names an edition of the standard.
type Edition string

// The editions.
const (
	Edition2013     Edition = "2013"
	Edition2022     Edition = "2022"
	Edition2022Amd1 Edition = "2022-amd1" // with Amendment 1:2024
)

func (Edition) words() []string {
	return []string{string(Edition2013), string(Edition2022), string(Edition2022Amd1)}
}

// Lifecycle tells how far a system has come.
type Lifecycle string

// The states of a system.
const (
	Established Lifecycle = "established"
	Operating   Lifecycle = "operating"
	Improving   Lifecycle = "improving"
)

func (Lifecycle) words() []string {
	return []string{string(Established), string(Operating), string(Improving)}
}

// An Exclusion claims that a part of the standard does not apply.
type Exclusion struct {
	Place `isms:"exclusion" doc:"a part of the standard that is claimed not to apply"`

	Clause    Opt[string] `isms:"clause" doc:"number of the clause or id of the control"`
	Rationale Opt[string] `isms:"rationale" doc:"why it does not apply"`
}

// An Organisation is whose system it is.
type Organisation struct {
	Place `isms:"organisation" doc:"whose system it is"`

	Name        Opt[string]  `isms:"name" doc:"as it calls itself"`
	Description Opt[string]  `isms:"description" doc:"what it does"`
	Persons     Opt[int64]   `isms:"persons" doc:"how many work in it"`
	Units       Opt[[]*Unit] `isms:"units" doc:"its parts, or the companies of a group"`
}

// A Unit is a part of the organisation, or a company of a group.
type Unit struct {
	Place `isms:"unit" doc:"a part of the organisation, or a company of a group"`

	ID     string      `isms:"id"`
	Name   Opt[string] `isms:"name" doc:"what it is called"`
	Parent Opt[string] `isms:"parent,chain" ref:"unit" doc:"what it is a part of; none: of nothing"`
}

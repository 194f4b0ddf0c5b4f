package isms

import "time"

// A Role is a set of responsibilities, and who has them (5.3).
type Role struct {
	Place `isms:"role" doc:"a set of responsibilities, and who has them"`

	ID               string         `isms:"id"`
	Title            Opt[string]    `isms:"title" doc:"what it is called"`
	Responsibilities Opt[[]string]  `isms:"responsibilities" doc:"isms_conformity and performance_reporting are those that the standard asks for; others in own words"`
	Person           Opt[string]    `isms:"person,holds" ref:"person" doc:"who has the role; none: it is vacant"`
	Authority        Opt[string]    `isms:"authority" doc:"id of an authority of the risk criteria; none if it has none"`
	AuthorityRank    Opt[int64]     `isms:"authorityRank" doc:"rank of the authority; a higher one decides about more"`
	CommunicatedAt   Opt[time.Time] `isms:"communicatedAt,fact" doc:"when it was made known inside the organisation; none: it was not"`
}

// A Person is somebody who acts in the system.
type Person struct {
	Place `isms:"person" doc:"somebody who acts in the system"`

	ID            string         `isms:"id"`
	Name          Opt[string]    `isms:"name" doc:"what the person is called"`
	Unit          Opt[string]    `isms:"unit" ref:"unit" doc:"part of the organisation that the person belongs to"`
	TopManagement Opt[bool]      `isms:"topManagement" doc:"whether the person directs the organisation at the highest level"`
	AuthorityRank Opt[int64]     `isms:"authorityRank" doc:"rank of the person's authority; a higher one decides about more"`
	Active        Opt[bool]      `isms:"active" doc:"whether the person works under the organisation's control"`
	JoinedAt      Opt[time.Time] `isms:"joinedAt" doc:"since when"`
	LeftAt        Opt[time.Time] `isms:"leftAt" doc:"when the person left, or will; none: no end is known"`
	Manages       Opt[[]string]  `isms:"manages" ref:"process control unit asset external role" doc:"what the person directs"`
}

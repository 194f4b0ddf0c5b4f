package conformity

import (
	"sync"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/measure"
)

// reproduce gives what the method in force says of a result.
func reproduce(args []rules.Value) rules.Value {
	o, r := the(args[0]), the(args[1])
	m, _ := o.entity.(*isms.Measure)
	res, _ := r.entity.(*isms.MeasureResult)
	got, _ := o.world.measured.LoadOrStore(m, sync.OnceValue(func() map[*isms.MeasureResult]measure.Outcome { return outcomes(m) }))
	switch x := got.(func() map[*isms.MeasureResult]measure.Outcome)()[res]; x.Status {
	case measure.Unknown:
		return rules.Unknown(x.Missing...)
	case measure.Reproduced, measure.Differs:
		return numberOf(x.Value)
	}
	return rules.None()
}

func outcomes(m *isms.Measure) map[*isms.MeasureResult]measure.Outcome {
	list := measure.Recompute(m)
	all := make(map[*isms.MeasureResult]measure.Outcome, len(list))
	for _, o := range list {
		all[o.Result] = o
	}
	return all
}

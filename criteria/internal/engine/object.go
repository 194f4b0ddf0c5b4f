package engine

import (
	"reflect"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Entity is what a caller offers as an object: its fields are asked for when a
// rule reads them.
type Entity interface {
	Type() string
	Path() string
	Field(name string) Const
}

// object is an entity as a value of the engine.
type object struct {
	Entity
	maybe ref.Val // why it is not known whether it belongs to its list; nil if it does
}

// ObjectConst makes a value of an entity.
func ObjectConst(e Entity) Const { return Const{Object, &object{Entity: e}} }

// NullConst is the value that is stated to be none.
func NullConst() Const { return Const{Null, types.NullValue} }

// MissingConst is a value that is not given, for want of what is at the paths.
// Without a path, that of a field is the path of its object and the field's
// name.
func MissingConst(at ...string) Const {
	if len(at) == 1 && at[0] != "" {
		return Const{Missing, unknownAt(at[0])}
	}
	var p paths
	for _, path := range at {
		if path != "" {
			p.add(unknownAt(path))
		}
	}
	if u := p.unknown(); u != nil {
		return Const{Missing, u}
	}
	return Const{kind: Missing}
}

// Entity gives the entity of an object, nil for other values.
func (c Const) Entity() Entity {
	if o, ok := c.val.(*object); ok {
		return o.Entity
	}
	return nil
}

// Result gives the value as that of a run.
func (c Const) Result() Result {
	switch v := c.val.(type) {
	case nil:
		return Result{unknown: unknownAt("")}
	case *types.Unknown:
		return Result{unknown: v}
	}
	return Result{val: c.val}
}

// Const gives the value of a run; one that is unknown where there is none.
func (r Result) Const() Const {
	switch {
	case r.unknown != nil:
		return Const{Missing, r.unknown}
	case r.val == nil:
		return Const{}
	}
	return constOf(r.val)
}

var objectType = types.NewObjectType("object")

func (o *object) ConvertToNative(reflect.Type) (any, error) { return nil, errNoConversion }
func (o *object) ConvertToType(ref.Type) ref.Val            { return types.WrapErr(errNoConversion) }
func (o *object) Equal(other ref.Val) ref.Val               { return types.Bool(ref.Val(o) == other) }
func (o *object) Type() ref.Type                            { return objectType }
func (o *object) Value() any                                { return o }

// doubtful gives the element as one of which it is not known whether it
// belongs to its list. What is no object loses its value, too.
func doubtful(v, why ref.Val) ref.Val {
	switch v := v.(type) {
	case *object:
		return &object{Entity: v.Entity, maybe: both(v.maybe, why)}
	case *types.Unknown, *types.Err:
		return both(v, why)
	}
	return why
}

// doubt tells why it is not known whether an element belongs to its list: an
// unknown or a failure; nil if it does.
func doubt(v ref.Val) ref.Val {
	switch v := v.(type) {
	case *object:
		return v.maybe
	case *types.Unknown, *types.Err:
		return v
	}
	return nil
}

package risk_test

import (
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

// TestRegisterBytes writes a register: risks by id, keys in a fixed order, and
// reads it back.
func TestRegisterBytes(t *testing.T) {
	const text = "format: ismskit.register/v1\nid: r\nrisks:\n  - {title: second, id: B}\n  - {id: A, cia: [integrity]}\n"
	const want = "{\"format\":\"ismskit.register/v1\",\"id\":\"r\",\"risks\":[\n{\"id\":\"A\",\"cia\":[\"integrity\"]},\n{\"id\":\"B\",\"title\":\"second\"}]}\n"
	reg := register(t, "r.yaml", text)
	require.Equal(t, want, string(reg.Bytes()))
	require.Equal(t, seal.Sum("ismskit.register/v1", []byte(want)), reg.Digest())
	require.Equal(t, want, string(register(t, "r.json", want).Bytes()))
	require.Equal(t, string(register(t, "a.yaml", acmeRegister).Bytes()), string(register(t, "a.json", acmeJSON).Bytes()))

	require.Equal(t, 1, reg.Node().Pos().Line)
	require.Equal(t, 5, reg.Risk("A").Node().Pos().Line)
	require.Nil(t, (&risk.Register{}).Node())
	require.Nil(t, (&risk.Risk{}).Node())
	require.True(t, strings.HasPrefix(string((&risk.Register{Title: "x"}).Bytes()), `{"format":"ismskit.register/v1","title":"x","risks":[]}`))
}

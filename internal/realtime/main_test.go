package realtime

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if asked(os.Getenv(childMode)) {
		return
	}
	goleak.VerifyTestMain(m)
}

package mqtt

// Lack is what a chair does not do or does not say, so that no entity shows it. The zero Lack lacks nothing.
type Lack uint8

// The lacks; a chair may have several.
const (
	NoForce     Lack = 1 << iota // it reports no force
	NoPause                      // it cannot pause
	NoIntensity                  // it does not say how many steps from the programme it is
	NoBack                       // it does not say where its backrest is
	NoHeat                       // it has no heat that Lumbar switches
	NoTicks                      // nothing of its control is late for anybody
)

// words of a lack, for the documents.
func (l Lack) words() string {
	for lack, text := range map[Lack]string{
		NoForce: "reports no force", NoPause: "cannot pause", NoIntensity: "has no steps of intensity", NoBack: "does not say where its backrest is",
		NoHeat: "has no heat that Lumbar switches", NoTicks: "moves by its own computer",
	} {
		if l == lack {
			return "not of a chair that " + text
		}
	}
	return ""
}

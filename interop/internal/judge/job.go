package judge

import "sealbus.io/interop/internal/reference"

// Job is one line of input. Names of registries are logical everywhere but in the values of Registries.
type Job struct {
	ID string `json:"id"`
	// Policy is the text of a policy.json; "@DIR@" in it stands for the folder that Files are written to.
	Policy string            `json:"policy"`
	Files  map[string]string `json:"files,omitempty"`
	// Image is a reference as a user gives it: short, by tag or by digest.
	Image string `json:"image"`
	// Platform ("linux/arm64", "linux/arm/v7") chooses an instance first if the image is an index; without it, the
	// manifest that the reference names is judged, index or not.
	Platform string `json:"platform,omitempty"`
	// Registries maps logical registries to loopback addresses; without it, those of -registry count.
	Registries reference.Loopback `json:"registries,omitempty"`
	// RegistriesD is the text of one registries.d file; without it, attachments are used everywhere.
	RegistriesD string   `json:"registriesD,omitempty"`
	Mirrors     []Mirror `json:"mirrors,omitempty"`
}

// Mirror is a [[registry.mirror]] for the repositories below Source.
type Mirror struct {
	Source string `json:"source"`
	Mirror string `json:"mirror"`
}

// Answer is one line of output.
type Answer struct {
	ID      string `json:"id"`
	Allowed bool   `json:"allowed"`
	// Stage says how far a refused job came: "job" (nothing was asked of the reference), "policy", "reference",
	// "source" (manifest or platform not to be had), "evaluation" (what IsRunningImageAllowed said).
	Stage string `json:"stage,omitempty"`
	// Error is the reference's own text, unchanged.
	Error string `json:"error,omitempty"`
}

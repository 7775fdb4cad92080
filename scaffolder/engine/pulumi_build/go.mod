// Builds the `pulumi` command from Pulumi's own modules: `go build github.com/pulumi/pulumi/pkg/v3/cmd/pulumi`.
module scaffolder.invalid/pulumi

go 1.25.11

require (
	github.com/pulumi/pulumi/pkg/v3 v3.259.0
	github.com/pulumi/pulumi/sdk/v3 v3.259.0
)

// Pulumi's own go.mod has this replacement; those of a dependency are not followed.
replace github.com/atotto/clipboard => github.com/tgummerer/clipboard v0.0.0-20241001131231-d02d263e614e

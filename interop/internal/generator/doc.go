// Package generator makes cases of vectors/verify-containers out of a seed: a policy, an image and its signatures that
// fit together, with one to three things about them changed. The same seed and number make the same case, byte for
// byte, whatever the machine and the day.
//
// Nothing here knows what the right answer is: the reference is asked for that afterwards.
//
// Start at [Generator.Case].
package generator

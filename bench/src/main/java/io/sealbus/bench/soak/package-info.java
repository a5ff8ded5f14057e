/**
 * Whether what a hostile registry does is felt by those who pull from a healthy one. Start at
 * {@link io.sealbus.bench.soak.HostileSoak}.
 */
@NullMarked
package io.sealbus.bench.soak;

import org.jspecify.annotations.NullMarked;

/** Image references, digests and scopes, by the grammar of the distribution project. */
@NullMarked
package io.sealbus.verification.reference;

import org.jspecify.annotations.NullMarked;

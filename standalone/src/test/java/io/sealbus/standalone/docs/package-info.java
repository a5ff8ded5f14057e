/** The pages of {@code docs/} that are printed from code. Start at {@code DocsTest}. */
@NullMarked
package io.sealbus.standalone.docs;

import org.jspecify.annotations.NullMarked;

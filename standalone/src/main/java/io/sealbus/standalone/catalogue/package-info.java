/** The lists that Sealbus keeps of itself, as tables and as JSON: topics, settings, reasons. */
@NullMarked
package io.sealbus.standalone.catalogue;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.sealbus.standalone.vectors;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.sealbus.standalone;

import org.jspecify.annotations.NullMarked;

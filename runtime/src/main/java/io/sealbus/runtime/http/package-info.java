/** What all HTTP interfaces share: how an error looks, and who may write. */
@NullMarked
package io.sealbus.runtime.http;

import org.jspecify.annotations.NullMarked;

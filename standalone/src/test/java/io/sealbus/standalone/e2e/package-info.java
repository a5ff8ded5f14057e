/**
 * The whole product on a real broker: registry, webhook, services, topics, restarts and kills.
 * Start at {@code PipelineTest}.
 */
@NullMarked
package io.sealbus.standalone.e2e;

import org.jspecify.annotations.NullMarked;

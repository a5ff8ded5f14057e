/**
 * How services are started in one process, share its HTTP port, report their health, and stop.
 *
 * <p>A service is a verticle and a {@link io.sealbus.runtime.service.ServiceDefinition} that says
 * how to make it. Start at {@link io.sealbus.runtime.service.ServiceHost}.
 */
@NullMarked
package io.sealbus.runtime.service;

import org.jspecify.annotations.NullMarked;

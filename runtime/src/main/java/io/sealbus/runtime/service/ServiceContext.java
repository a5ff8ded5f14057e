package io.sealbus.runtime.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.sealbus.runtime.bus.BusConfig;
import io.sealbus.runtime.bus.RecordSender;
import io.sealbus.schemas.RecordCodecs;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What the host gives a service.
 *
 * @param sender of the service's own; the host closes it after the service has stopped
 * @param router of the process's HTTP port; the service mounts its routes when it starts
 * @param asksClients whether clients of that port can show a certificate
 * @param state directory for what the service may keep on disk and rebuild from the bus
 */
public record ServiceContext(
    BusConfig bus,
    RecordCodecs codecs,
    RecordSender sender,
    Router router,
    boolean asksClients,
    Health health,
    MeterRegistry metrics,
    Path state,
    InstantSource clock) {}

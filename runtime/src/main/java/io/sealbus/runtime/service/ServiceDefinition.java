package io.sealbus.runtime.service;

import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.vertx.core.VerticleBase;
import java.util.List;

/** What the host needs to know of a service before it exists. */
public interface ServiceDefinition {
  /** Its name, as in {@code sealbus run NAME}. */
  String name();

  /** Its settings. */
  List<ConfigKey<?>> keys();

  /**
   * Makes the service; it begins when it is deployed.
   *
   * @throws io.sealbus.runtime.config.ConfigurationException where a setting cannot be used
   */
  VerticleBase create(ServiceContext context, Configuration configuration);
}

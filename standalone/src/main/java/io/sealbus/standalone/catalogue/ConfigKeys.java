package io.sealbus.standalone.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sealbus.runtime.config.ConfigKey;
import io.sealbus.runtime.config.Configuration;
import io.sealbus.standalone.output.Table;
import io.sealbus.standalone.server.Services;

/** Every setting. */
public final class ConfigKeys {
  private ConfigKeys() {}

  /** For people. */
  public static Table table() {
    var table = new Table("KEY", "DEFAULT", "EXPECTED", "ENVIRONMENT", "ABOUT");
    for (ConfigKey<?> key : Services.keys()) {
      table.row(
          key.name(),
          key.defaultValue().isEmpty() ? "-" : key.defaultValue(),
          key.expected(),
          Configuration.environmentName(key.name()),
          key.about());
    }
    return table;
  }

  /** For programs. */
  public static JsonNode json() {
    var list = JsonNodeFactory.instance.arrayNode();
    for (ConfigKey<?> key : Services.keys()) {
      list.addObject()
          .put("key", key.name())
          .put("default", key.defaultValue())
          .put("expected", key.expected())
          .put("secret", key.secret())
          .put("environment", Configuration.environmentName(key.name()))
          .put("about", key.about());
    }
    return list;
  }
}

package io.sealbus.renderer.verdict;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** On a real PostgreSQL, where one is installed, or has to be. */
@EnabledIf("io.sealbus.renderer.verdict.PostgresServer#isPresentOrRequired")
final class PostgresVerdictStoreTest extends VerdictStoreContract {
  private static PostgresServer server;
  private static int databases;
  private DatabaseSettings settings;

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Override
  DatabaseSettings database() throws Exception {
    if (settings == null) {
      String name = "test" + databases++;
      try (Connection connection =
              DriverManager.getConnection(server.url("postgres"), "sealbus", "");
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      }
      settings = DatabaseSettings.external(server.url(name), "sealbus", "");
    }
    return settings;
  }

  @Test
  void saysThatAnotherProcessHasTheDatabase() throws Exception {
    try (VerdictStore store = VerdictStore.open(database(), "topic", Instant::now)) {
      store.caughtUp();

      assertTaken(database());
    }
  }
}

package io.sealbus.standalone.oneshot;

import io.sealbus.signaturefetcher.registry.CredentialsFile;
import io.sealbus.signaturefetcher.registry.NoProxy;
import io.sealbus.signaturefetcher.registry.Proxies;
import io.sealbus.signaturefetcher.registry.RegistriesConf;
import io.sealbus.signaturefetcher.registry.RegistriesConfFiles;
import io.sealbus.signaturefetcher.registry.RegistriesConfParser;
import io.sealbus.signaturefetcher.registry.RegistryCertificates;
import io.sealbus.standalone.CommandException;
import io.sealbus.standalone.ExitCode;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.containers.RegistriesD;
import io.sealbus.verification.containers.RegistriesD.InvalidRegistriesDException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a node has besides its policy. */
public final class NodeSettings {
  private NodeSettings() {}

  /**
   * The {@code *.yaml} files of a registries.d folder together; without one, signatures are looked
   * for everywhere.
   *
   * @throws CommandException {@code REGISTRIES_D_INVALID}
   */
  public static RegistriesD registriesD(@Nullable Path directory) throws IOException {
    if (directory == null) {
      return new RegistriesD(true, Map.of());
    }
    var texts = new ArrayList<String>();
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> sorted = files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
      for (Path file : sorted) {
        texts.add(Files.readString(file));
      }
      return RegistriesD.parse(texts);
    } catch (InvalidRegistriesDException e) {
      throw new CommandException(
          ExitCode.USAGE, "REGISTRIES_D_INVALID", directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * Credentials for registries; none without a file.
   *
   * @throws CommandException {@code CREDENTIALS_INVALID}
   */
  public static CredentialsFile credentials(@Nullable Path file) throws IOException {
    if (file == null) {
      return CredentialsFile.NONE;
    }
    return switch (CredentialsFile.read(Bytes.copyOf(Files.readAllBytes(file)))) {
      case CredentialsFile.Loaded loaded -> loaded.credentials();
      case CredentialsFile.Refused refused ->
          throw new CommandException(ExitCode.USAGE, refused.code().name(), refused.message());
    };
  }

  /**
   * Where images are pulled from by a node's {@code registries.conf}; without one, where their
   * names say.
   *
   * @throws CommandException {@code REGISTRIES_CONF_INVALID}
   */
  public static RegistriesConf registriesConf(@Nullable Path file) {
    if (file == null) {
      return RegistriesConf.NONE;
    }
    return switch (RegistriesConfFiles.read(file)) {
      case RegistriesConfParser.Loaded loaded -> loaded.conf();
      case RegistriesConfParser.Refused refused ->
          throw new CommandException(
              ExitCode.USAGE, refused.code().name(), file + ": " + refused.message());
    };
  }

  /**
   * Authorities and client certificates of single registries; none without a folder.
   *
   * @throws CommandException {@code CERTIFICATES_INVALID}
   */
  public static RegistryCertificates certificates(@Nullable Path directory) {
    if (directory == null) {
      return RegistryCertificates.NONE;
    }
    return switch (RegistryCertificates.read(directory)) {
      case RegistryCertificates.Loaded loaded -> loaded.certificates();
      case RegistryCertificates.Refused refused ->
          throw new CommandException(
              ExitCode.USAGE, refused.code().name(), directory + ": " + refused.message());
    };
  }

  /**
   * The proxies that the environment names, as other programs read it: {@code HTTP_PROXY}, {@code
   * HTTPS_PROXY}, {@code NO_PROXY}, each in capitals or not.
   *
   * @throws CommandException {@code PROXY_INVALID}
   */
  public static Proxies proxies(Map<String, String> environment) {
    return new Proxies(
        proxy(environment, "HTTP_PROXY"),
        proxy(environment, "HTTPS_PROXY"),
        NoProxy.of(List.of(variable(environment, "NO_PROXY").split(",", -1))));
  }

  private static @Nullable URI proxy(Map<String, String> environment, String name) {
    String text = variable(environment, name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      URI proxy = new URI(text.contains("://") ? text : "http://" + text);
      if (Proxies.isProxy(proxy)) {
        return proxy;
      }
    } catch (URISyntaxException e) {
      // Told below; the text may hold a password.
    }
    throw new CommandException(
        ExitCode.USAGE, "PROXY_INVALID", name + " is not an http:// or socks5:// URL");
  }

  private static String variable(Map<String, String> environment, String name) {
    String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    return lower.isEmpty() ? environment.getOrDefault(name, "") : lower;
  }
}

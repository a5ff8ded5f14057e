package io.sealbus.signaturefetcher.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sealbus.verification.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The program {@code docker-credential-<name>}, found on the {@code PATH}: asked with {@code get}
 * and the registry on its input, it answers with JSON. Bounded in time and output; what it says on
 * its error output is read by nobody, since it may hold anything.
 *
 * @see <a href="https://github.com/docker/docker-credential-helpers#development">docker's
 *     credential helpers</a>
 */
record CredentialProgram(String name, List<String> command, Duration patience) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int MAX_BYTES = 64 * 1024;

  /** Docker's word for an identity token in the place of a user. */
  private static final String TOKEN_USER = "<token>";

  private static final String NOT_FOUND = "credentials not found in native keychain";

  /** What the program said. */
  sealed interface Answer {}

  /** It has this credential. */
  record Has(Credential credential) implements Answer {}

  /** It has none for the registry. */
  record HasNone() implements Answer {}

  /** It cannot be asked; the message quotes nothing that it said. */
  record Failed(String message) implements Answer {}

  /** Whether {@code name} can be a helper's: no path, no option, nothing a shell would read. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static CredentialProgram named(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException("not the name of a credential helper");
    }
    return new CredentialProgram(name, List.of("docker-credential-" + name, "get"), PATIENCE);
  }

  /** Asks for {@code server}. Blocks, at most for the patience and a moment. */
  Answer get(String server) {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      return new Failed(program() + " cannot be started");
    }
    try {
      return answer(process, server);
    } catch (TimeoutException e) {
      return new Failed(program() + " gave no answer within " + patience);
    } catch (ExecutionException e) {
      return new Failed(program() + " broke off");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Failed("interrupted while " + program() + " ran");
    } finally {
      // Its children hold its output open, and may be what hangs.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Answer answer(Process process, String server)
      throws ExecutionException, InterruptedException, TimeoutException {
    var exchange = new FutureTask<byte[]>(() -> talk(process, server));
    Thread.ofVirtual().name("credential-helper").start(exchange);
    long start = System.nanoTime();
    byte[] output = exchange.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (output.length > MAX_BYTES) {
      return new Failed(program() + " answered with more than " + MAX_BYTES + " bytes");
    }
    long left = patience.toNanos() - (System.nanoTime() - start);
    if (!process.waitFor(Math.max(1, left), TimeUnit.NANOSECONDS)) {
      throw new TimeoutException();
    }
    return read(process.exitValue(), output);
  }

  private static byte[] talk(Process process, String server) throws IOException {
    try (OutputStream in = process.getOutputStream()) {
      in.write((server + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It answers without reading, or not at all; its output tells.
    }
    try (InputStream out = process.getInputStream()) {
      return out.readNBytes(MAX_BYTES + 1);
    }
  }

  private Answer read(int status, byte[] output) {
    Answer answer = parse(status, output);
    Arrays.fill(output, (byte) 0);
    return answer instanceof Failed(String message)
        ? new Failed(program() + " " + message)
        : answer;
  }

  /** Reads an answer. Never throws. */
  static Answer parse(int status, byte[] output) {
    if (status != 0) {
      String text = new String(output, StandardCharsets.UTF_8).strip().toLowerCase(Locale.ROOT);
      return text.equals(NOT_FOUND) ? new HasNone() : new Failed("ended with status " + status);
    }
    JsonNode json;
    try {
      json = StrictJson.parse(Bytes.copyOf(output));
    } catch (JsonProcessingException e) {
      return new Failed("answered with what is not JSON");
    }
    String user = StrictJson.text(json.path("Username"));
    String secret = StrictJson.text(json.path("Secret"));
    if (secret.isEmpty() || user.isEmpty()) {
      return user.isEmpty() && secret.isEmpty() && json.isObject()
          ? new HasNone()
          : new Failed("answered without user or secret");
    }
    return new Has(
        user.equals(TOKEN_USER)
            ? new Credential.IdentityToken(secret)
            : new Credential.Basic(user, secret));
  }

  private String program() {
    return "docker-credential-" + name;
  }
}

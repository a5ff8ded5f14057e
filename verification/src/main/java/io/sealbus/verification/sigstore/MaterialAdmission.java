package io.sealbus.verification.sigstore;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.Pem;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import io.sealbus.verification.sigstore.StrictDecoder.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Admits the core group's Secrets and ConfigMaps that policies refer to. Only public material is
 * taken: what is secret has no business on a topic that anyone may read. No finding ever quotes an
 * entry's content.
 *
 * @param namespace the controller's, of which alone they are taken
 */
public record MaterialAdmission(String namespace) {
  private static final SignatureProvider PROVIDER = SignatureProvider.jdk();
  private static final String PRIVATE = "PRIVATE KEY";

  /** Whether resources of this kind and version are judged here. */
  public static boolean knows(String apiVersion, String kind) {
    return apiVersion.equals("v1")
        && (kind.equals(ReferredMaterial.SECRET) || kind.equals(ReferredMaterial.CONFIG_MAP));
  }

  /** The material, or why it is not taken. */
  public Reading<ReferredMaterial> admit(Resource resource) {
    boolean secret = resource.kind().equals(ReferredMaterial.SECRET);
    Optional<ResourceKey> key = resource.key();
    if (key.isEmpty()) {
      return refused(FindingCode.INVALID_NAME, "metadata", "not a name that Kubernetes accepts");
    }
    if (!namespace.equals(key.get().namespace())) {
      String message = "taken are those of namespace " + namespace + " only";
      return refused(FindingCode.NAMESPACE_NOT_TAKEN, "metadata.namespace", message);
    }
    return switch (StrictDecoder.decode(
        resource.document(), secret ? Shapes.secret() : Shapes.configMap())) {
      case Decoded.Bad(StrictDecoder.Fault fault) ->
          refused(fault.code(), fault.path(), fault.message());
      case Decoded.Good(Node.Mapping document) ->
          secret
              ? secret(key.get(), new SpecFields(document))
              : configMap(key.get(), new SpecFields(document));
    };
  }

  private static Reading<ReferredMaterial> secret(ResourceKey key, SpecFields document) {
    Map<String, Bytes> entries = new LinkedHashMap<>();
    List<Finding> findings = new ArrayList<>();
    texts(document, "data")
        .forEach((name, text) -> {
          switch (GoBase64.decode(text)) {
            case GoBase64.Good(byte[] bytes) -> entries.put(name, Bytes.copyOf(bytes));
            case GoBase64.Bad(int offset) -> {
              String message = "illegal base64 data at input byte " + offset;
              findings.add(new Finding("data[" + name + "]", FindingCode.WRONG_TYPE, message));
            }
          }
        });
    texts(document, "stringData").forEach((name, text) -> entries.put(name, Bytes.utf8(text)));
    entries.forEach((name, bytes) -> {
      if (!isPublicKeys(bytes)) {
        findings.add(notPublic("data[" + name + "]"));
      }
    });
    return findings.isEmpty()
        ? new Reading.Read<>(new ReferredMaterial.Secret(key, entries))
        : new Reading.Refused<>(findings);
  }

  private static Reading<ReferredMaterial> configMap(ResourceKey key, SpecFields document) {
    Map<String, String> entries = texts(document, "data");
    List<Finding> findings = new ArrayList<>();
    entries.forEach((name, text) -> {
      if (text.contains(PRIVATE)) {
        findings.add(notPublic("data[" + name + "]"));
      }
    });
    var map = new ReferredMaterial.ConfigMap(key, entries);
    if (map.isConfiguration() && ControllerConfiguration.of(entries).isEmpty()) {
      String message = "fail-on-empty-authorities and enable-oci11 are true or false";
      findings.add(new Finding("data", FindingCode.INVALID_VALUE, message));
    }
    return findings.isEmpty() ? new Reading.Read<>(map) : new Reading.Refused<>(findings);
  }

  /** Public keys in PEM that can be read, and nothing but white space beside them. */
  private static boolean isPublicKeys(Bytes entry) {
    String rest = new String(entry.toArray(), StandardCharsets.ISO_8859_1).strip();
    if (rest.isEmpty()) {
      return false;
    }
    while (!rest.isEmpty()) {
      Optional<Pem.Block> block =
          rest.startsWith("-----BEGIN ") ? Pem.first(rest) : Optional.empty();
      if (block.isEmpty() || block.get().headers() || !isKey(rest)) {
        return false;
      }
      String marker = "-----BEGIN " + block.get().type() + "-----";
      if (!rest.startsWith(marker)) {
        return false;
      }
      rest = block.get().rest().strip();
    }
    return true;
  }

  private static boolean isKey(String pem) {
    try {
      VerificationKey.fromPem(pem.getBytes(StandardCharsets.ISO_8859_1), PROVIDER);
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  private static Map<String, String> texts(SpecFields document, String field) {
    SpecFields map = document.objectOrNone(field);
    Map<String, String> texts = new LinkedHashMap<>();
    map.object().members().keySet().forEach(name -> texts.put(name, map.text(name)));
    return texts;
  }

  private static Finding notPublic(String path) {
    return new Finding(
        path, FindingCode.NOT_PUBLIC_MATERIAL, FindingCode.NOT_PUBLIC_MATERIAL.meaning());
  }

  private static Reading<ReferredMaterial> refused(FindingCode code, String path, String message) {
    return new Reading.Refused<>(List.of(new Finding(path, code, message)));
  }
}

package io.sealbus.verification.sigstore.evaluation;

import io.sealbus.verification.Bytes;
import io.sealbus.verification.Quoted;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.sigstore.Authority.KeyMaterial;
import io.sealbus.verification.sigstore.PolicyText;
import io.sealbus.verification.sigstore.PolicyText.Content;
import io.sealbus.verification.sigstore.PolicyTexts;
import io.sealbus.verification.sigstore.ReferredMaterial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the keys and texts that policies refer to. */
final class MaterialReader {
  private final Map<String, Map<String, Bytes>> secrets = new HashMap<>();
  private final Map<String, Map<String, String>> configMaps = new HashMap<>();
  private final PolicyTexts texts;
  private final SignatureProvider provider;

  MaterialReader(List<ReferredMaterial> material, PolicyTexts texts, SignatureProvider provider) {
    this.texts = texts;
    this.provider = provider;
    for (ReferredMaterial each : material) {
      switch (each) {
        case ReferredMaterial.Secret secret -> secrets.put(secret.key().name(), secret.entries());
        case ReferredMaterial.ConfigMap map -> configMaps.put(map.key().name(), map.entries());
      }
    }
  }

  /** The key; of several PEM blocks the first counts alone. */
  VerificationKey key(KeyMaterial key) throws NotCompiled {
    return switch (key) {
      case KeyMaterial.Data(Bytes pem) -> parse("the key", pem);
      case KeyMaterial.SecretRef(String name) -> secret(name);
      case KeyMaterial.Kms(String uri) ->
          throw new NotCompiled("keys of " + Quoted.of(uri) + " cannot be fetched");
    };
  }

  private VerificationKey secret(String name) throws NotCompiled {
    Map<String, Bytes> entries = secrets.get(name);
    String quoted = "secret \"" + Quoted.of(name) + "\"";
    if (entries == null) {
      throw new NotCompiled(quoted + " not found");
    }
    if (entries.isEmpty()) {
      throw new NotCompiled(quoted + " contains no data");
    }
    if (entries.size() > 1) {
      throw new NotCompiled(quoted + " contains multiple data entries, only one is supported");
    }
    return parse(quoted, entries.values().iterator().next());
  }

  private VerificationKey parse(String what, Bytes pem) throws NotCompiled {
    try {
      VerificationKey key = VerificationKey.fromPem(pem.toArray(), provider);
      if (!key.isUsable()) {
        throw new NotCompiled(what + " is of a kind that signs nothing");
      }
      return key;
    } catch (MalformedException e) {
      throw new NotCompiled(what + " contains an invalid public key: " + e.getMessage());
    }
  }

  /** The text, compiled. One that does not compile is no fault here. */
  CompiledText text(PolicyText text) throws NotCompiled {
    String content =
        switch (text.content()) {
          case Content.Data(String data) -> data;
          case Content.ConfigMapRef(String name, String key) -> configMap(name, key);
          // What could be fetched was put into the policy when it was taken in.
          case Content.Remote(String url, String ignored) ->
              throw new NotCompiled("the text behind " + Quoted.of(url) + " could not be fetched");
        };
    return new CompiledText(text.language(), content, texts.compile(text.language(), content));
  }

  private String configMap(String name, String key) throws NotCompiled {
    Map<String, String> entries = configMaps.get(name);
    String quoted = "configmap \"" + Quoted.of(name) + "\"";
    if (entries == null) {
      throw new NotCompiled(quoted + " not found");
    }
    String entry = entries.get(key);
    if (entry == null) {
      throw new NotCompiled(quoted + " has no entry \"" + Quoted.of(key) + "\"");
    }
    return entry;
  }
}

package io.sealbus.verification.transparency;

import static io.sealbus.verification.ReasonCode.TLOG_CHECKPOINT_INVALID;

import io.sealbus.verification.Refusal;
import io.sealbus.verification.crypto.Base64Text;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.transparency.SignedNote.Line;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A log's statement about its tree, in a signed note. Signatures of others in it, witnesses above
 * all, are passed over.
 *
 * @param origin the first line, which names the log
 * @see <a href="https://c2sp.org/tlog-checkpoint">C2SP, tlog-checkpoint</a>
 */
record Checkpoint(SignedNote note, String origin, long size, byte[] rootHash) {
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");
  private static final Pattern SHARDED_ORIGIN = Pattern.compile(".* - [0-9]+");
  private static final int HASH_BYTES = 32;

  /** C2SP, signed-note, signature types: Ed25519. */
  private static final byte ED25519 = 1;

  private static final int SPKI_PREFIX_OF_ED25519 = 12;

  static Checkpoint parse(String envelope) throws MalformedException {
    SignedNote note = SignedNote.parse(envelope);
    String[] lines = note.text().split("\n", -1);
    if (lines.length < 4 || lines[0].isEmpty() || !SIZE.matcher(lines[1]).matches()) {
      throw new MalformedException("malformed checkpoint");
    }
    byte[] root = Base64Text.decode(lines[2]);
    if (root.length != HASH_BYTES) {
      throw new MalformedException("malformed root hash of a checkpoint");
    }
    try {
      return new Checkpoint(note, lines[0], Long.parseLong(lines[1]), root);
    } catch (NumberFormatException e) {
      throw new MalformedException("malformed size of a checkpoint");
    }
  }

  /** Whether the origin has the form of Rekor v1, which names a shard by its tree id. */
  boolean isSharded() {
    return SHARDED_ORIGIN.matcher(origin).matches();
  }

  /** Refuses a checkpoint of Rekor v1 that {@code key} did not sign. */
  void requireSharded(VerificationKey key) throws Refusal {
    byte[] hint = HashAlgorithm.SHA256.digest(key.spki());
    requireSigned(key, HashAlgorithm.SHA256, hint, null);
  }

  /** Refuses a checkpoint of Rekor v2 that the log {@code name} did not sign by {@code key}. */
  void requireTiled(String name, VerificationKey key) throws Refusal {
    if (!origin.equals(name)) {
      throw new Refusal(TLOG_CHECKPOINT_INVALID, "the checkpoint is of another log");
    }
    requireSigned(key, key.naturalHash(), tiledHint(name, key), name);
  }

  /** C2SP, signed-note, key ID; logs that sign with ECDSA hash the key alone. */
  private static byte[] tiledHint(String name, VerificationKey key) throws Refusal {
    if (key.isEcdsa()) {
      return HashAlgorithm.SHA256.digest(key.spki());
    }
    if (!key.isEd25519()) {
      throw new Refusal(TLOG_CHECKPOINT_INVALID, "the log's key is of a kind without key hints");
    }
    MessageDigest digest = HashAlgorithm.SHA256.ownDigest();
    digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
    digest.update(ED25519);
    byte[] spki = key.spki();
    return digest.digest(Arrays.copyOfRange(spki, SPKI_PREFIX_OF_ED25519, spki.length));
  }

  /**
   * The first signature that carries the hint must be good.
   *
   * @param name that its line must have; null for any
   */
  private void requireSigned(
      VerificationKey key, HashAlgorithm hash, byte[] hint, @Nullable String name) throws Refusal {
    byte[] signed = note.text().getBytes(StandardCharsets.UTF_8);
    for (Line line : note.signatures()) {
      if (line.hasHint(hint) && (name == null || name.equals(line.name()))) {
        if (key.verify(hash, signed, line.signature())) {
          return;
        }
        throw new Refusal(TLOG_CHECKPOINT_INVALID, "the checkpoint's signature does not verify");
      }
    }
    throw new Refusal(TLOG_CHECKPOINT_INVALID, "the checkpoint has no signature of the log");
  }
}

package io.sealbus.bench.micro;

import io.sealbus.bench.corpus.Check;
import io.sealbus.bench.corpus.Kind;
import io.sealbus.bench.corpus.Kinds;
import io.sealbus.bench.corpus.Subject;
import io.sealbus.bench.evaluation.Law;
import io.sealbus.schemas.RecordCodec;
import io.sealbus.schemas.RecordCodecs;
import io.sealbus.schemas.TopicCatalogue;
import io.sealbus.schemas.VerdictRecord;
import io.sealbus.verification.crypto.Certificate;
import io.sealbus.verification.crypto.HashAlgorithm;
import io.sealbus.verification.crypto.MalformedException;
import io.sealbus.verification.crypto.SignatureProvider;
import io.sealbus.verification.crypto.VerificationKey;
import io.sealbus.verification.evidence.Evidence;
import io.sealbus.verification.evidence.Place;
import io.sealbus.verification.json.InvalidJsonException;
import io.sealbus.verification.json.JsonParser;
import io.sealbus.verification.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One step a method, on evidence of the corpus. Public and open, as JMH asks. */
@State(Scope.Benchmark)
public class Steps {
  private static final int MAX_BYTES = 1 << 20;
  private static final String CERTIFICATE = "dev.sigstore.cosign/certificate";

  private final Kind kind =
      Kinds.all(1).stream().filter(k -> k.name().equals("Fulcio + SET")).findFirst().orElseThrow();
  private final Subject subject = kind.subjects().getFirst();
  private final Law law = Law.of(kind);
  private final Check check = subject.checks().getFirst();
  private final byte[] certificate = annotation(subject, CERTIFICATE);
  private final VerificationKey accelerated = key(SignatureProvider.fastest());
  private final VerificationKey plain = key(SignatureProvider.jdk());
  private final RecordCodec<VerdictRecord> codec =
      RecordCodecs.singleObject().codec(TopicCatalogue.VERDICTS);

  // After the codec, which has Avro trust the classes of records.
  private final VerdictRecord verdict = SampleVerdict.of(subject);

  /** The signed payload, in which the image is named. */
  @Benchmark
  public JsonValue parsePayload() throws InvalidJsonException {
    return JsonParser.parse(check.message(), MAX_BYTES);
  }

  /** The signer's certificate, with all that is looked at in it. */
  @Benchmark
  public List<Certificate> parseCertificate() throws MalformedException {
    return Certificate.fromPemStrict(certificate, SignatureProvider.fastest());
  }

  /** Which policies are about the image. */
  @Benchmark
  public String governing() {
    return law.policies().governing(subject.reference(), subject.digest());
  }

  /** A verdict as it goes onto its topic. */
  @Benchmark
  public byte[] encodeVerdict() {
    return codec.encode(verdict);
  }

  /** A signature of P-256 by the fastest provider that there is. */
  @Benchmark
  public boolean verifyFastest() {
    return accelerated.verify(HashAlgorithm.SHA256, check.message(), check.signature());
  }

  /** The same by the JDK. */
  @Benchmark
  public boolean verifyJdk() {
    return plain.verify(HashAlgorithm.SHA256, check.message(), check.signature());
  }

  private VerificationKey key(SignatureProvider provider) {
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(check.key().getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    try {
      return VerificationKey.fromPem(pem.getBytes(StandardCharsets.US_ASCII), provider);
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] annotation(Subject subject, String name) {
    if (subject.evidence().at(Place.SIGNATURES) instanceof Evidence.Complete(var attachments)) {
      String text = Objects.requireNonNull(attachments.getFirst().annotations().get(name));
      return text.getBytes(StandardCharsets.US_ASCII);
    }
    throw new IllegalStateException(subject.reference() + " has no signature");
  }
}

package io.sealbus.signaturefetcher.source;

import io.sealbus.schemas.ImageAction;
import io.sealbus.signaturefetcher.source.Notice.Changed;
import io.sealbus.signaturefetcher.source.Notice.Unrelated;
import io.sealbus.signaturefetcher.source.Notice.What;
import io.sealbus.signaturefetcher.source.Notice.Where;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amazon ECR through EventBridge: the event as it is, or as the CloudEvent that people have an
 * input transformer make of it. The registry's host is in neither, but follows from account and
 * region.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html">Amazon
 *     ECR events and EventBridge</a>
 */
final class EcrAdapter implements Adapter {
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(?:-[a-z0-9]+){1,4}");
  private static final Pattern SOURCE =
      Pattern.compile("(?:urn|arn):aws[a-z-]*:ecr:([^:]*):([^:]*):repository/(.*)");

  @Override
  public List<Notice> read(Delivery delivery) throws UnusableException {
    if (CloudEvent.is(delivery)) {
      return CloudEvent.each(delivery, EcrAdapter::transformed);
    }
    return List.of(plain(Fields.parse(delivery.body())));
  }

  private static Notice plain(Fields event) throws UnusableException {
    Fields detail = event.object("detail");
    if (!"aws.ecr".equals(event.require("source"))
        || !"ECR Image Action".equals(event.require("detail-type"))
        || !"SUCCESS".equals(detail.text("result"))) {
      return new Unrelated();
    }
    ImageAction action =
        switch (detail.require("action-type")) {
          case "PUSH" -> ImageAction.PUSH;
          case "DELETE" -> ImageAction.DELETE;
          default -> ImageAction.UNKNOWN;
        };
    if (action == ImageAction.UNKNOWN) {
      return new Unrelated();
    }
    return new Changed(
        event.text("id"),
        action,
        Where.at(
            host(event.require("account"), event.require("region")),
            detail.require("repository-name")),
        What.of(detail.text("image-tag"), detail.text("image-digest"))
            .withMediaType(detail.text("manifest-media-type"))
            .withArtifactType(detail.text("artifact-media-type")),
        Fields.time(event.text("time")));
  }

  private static Notice transformed(CloudEvent event) throws UnusableException {
    ImageAction action =
        switch (event.type()) {
          case "com.amazon.ecr.image.push" -> ImageAction.PUSH;
          case "com.amazon.ecr.image.delete" -> ImageAction.DELETE;
          default -> ImageAction.UNKNOWN;
        };
    if (action == ImageAction.UNKNOWN) {
      return new Unrelated();
    }
    Matcher source = SOURCE.matcher(event.source());
    if (!source.matches()) {
      throw new UnusableException("the source names no repository of ECR");
    }
    Fields data = event.data();
    return new Changed(
        event.id(),
        action,
        Where.at(host(source.group(2), source.group(1)), data.require("repositoryName")),
        What.of(data.text("imageTag"), data.text("imageDigest")),
        event.time());
  }

  private static String host(String account, String region) throws UnusableException {
    if (!ACCOUNT.matcher(account).matches() || !REGION.matcher(region).matches()) {
      throw new UnusableException("no account and region of AWS");
    }
    String domain = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
    return account + ".dkr.ecr." + region + domain;
  }
}

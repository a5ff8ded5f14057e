package io.sealbus.signaturefetcher.source;

import io.sealbus.schemas.ImageAction;
import io.sealbus.signaturefetcher.source.Notice.Changed;
import io.sealbus.signaturefetcher.source.Notice.What;
import io.sealbus.signaturefetcher.source.Notice.Where;
import java.util.List;

/**
 * Docker Hub. Nothing vouches for the sender but the URL that it was given; its {@code
 * callback_url} is never called.
 *
 * @see <a href="https://docs.docker.com/docker-hub/repos/manage/webhooks/">Docker Hub, Webhooks</a>
 */
final class DockerHubAdapter implements Adapter {
  static final String REGISTRY = "docker.io";

  @Override
  public List<Notice> read(Delivery delivery) throws UnusableException {
    Fields body = Fields.parse(delivery.body());
    Fields push = body.object("push_data");
    String name = body.object("repository").require("repo_name");
    return List.of(
        new Changed(
            null,
            ImageAction.PUSH,
            Where.at(REGISTRY, name.indexOf('/') < 0 ? "library/" + name : name),
            What.of(push.require("tag"), null).withMediaType(push.text("media_type")),
            Fields.seconds(push.get("pushed_at"))));
  }
}

package io.sealbus.bench.pipeline;

/**
 * An image's way from its notification to its verdict. Times on the topics are those that the
 * records carry, in milliseconds since the epoch: when their writer handed them to its producer.
 */
final class Trip {
  private final SignedImage image;
  private final boolean signatureTold;
  private volatile long sentAt;
  private volatile long sentNanos;
  private volatile long acceptedNanos;
  private volatile long toldAt;
  private volatile long imageAt;
  private volatile long judgedAt;
  private volatile long readNanos;

  /** A leg of the way, and how long it took in milliseconds. */
  enum Leg {
    ACCEPTED("sent to accepted"),
    TOLD("sent to image-events"),
    FETCHED("image-events to images"),
    JUDGED("images to verdict made"),
    READ("verdict made to verdict read");

    private final String words;

    Leg(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /**
   * Not begun yet.
   *
   * @param signatureTold whether the signature has a notification of its own, before the image's
   */
  Trip(SignedImage image, boolean signatureTold) {
    this.image = image;
    this.signatureTold = signatureTold;
  }

  SignedImage image() {
    return image;
  }

  boolean signatureTold() {
    return signatureTold;
  }

  /** The notification of the image is being sent. */
  void sent() {
    sentAt = System.currentTimeMillis();
    sentNanos = System.nanoTime();
  }

  /** Sealbus has taken it. */
  void accepted() {
    acceptedNanos = System.nanoTime();
  }

  void told(long at) {
    toldAt = at;
  }

  void image(long at) {
    imageAt = at;
  }

  /**
   * Its verdict is in a consumer's hands.
   *
   * @return whether it is the first
   */
  boolean read(long at) {
    if (readNanos != 0) {
      return false;
    }
    judgedAt = at;
    readNanos = System.nanoTime();
    return true;
  }

  /** Milliseconds from sending the notification to having the verdict. */
  double whole() {
    return (readNanos - sentNanos) / 1e6;
  }

  /** Milliseconds, to the millisecond where the topics' clock is needed. */
  double leg(Leg leg) {
    return switch (leg) {
      case ACCEPTED -> (acceptedNanos - sentNanos) / 1e6;
      case TOLD -> toldAt - sentAt;
      case FETCHED -> imageAt - toldAt;
      case JUDGED -> judgedAt - imageAt;
      case READ -> whole() - (judgedAt - sentAt);
    };
  }
}

package io.sealbus.verification.openshift;

/** The names of images where only the repository matters. */
final class ImageNames {
  private ImageNames() {}

  /** {@code image} without its tag and digest. */
  static String repository(String image) {
    int at = image.indexOf('@');
    String name = at < 0 ? image : image.substring(0, at);
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
  }
}

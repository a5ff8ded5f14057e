package io.sealbus.runtime.bus;

/**
 * Why a record became a dead letter on its way through a service. Permanent, as reason codes are.
 */
public enum DeadLetterCode {
  /** The bytes are no value of the topic. */
  UNDECODABLE_RECORD(
      "The bytes are no value of the topic.", "Find the producer by the headers and correct it."),
  /** The handler failed on the record. */
  HANDLER_FAILED("The service failed on the record.", "Report it, with the dead letter."),
  /** What was derived from the record cannot stand on the bus. */
  UNSENDABLE_RECORD(
      "What was derived from the record cannot be sent: too large, or not encodable.",
      "Raise the broker's limit to the topic's, or report it.");

  private final String meaning;
  private final String remedy;

  DeadLetterCode(String meaning, String remedy) {
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** What the code means, in one sentence. */
  public String meaning() {
    return meaning;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}

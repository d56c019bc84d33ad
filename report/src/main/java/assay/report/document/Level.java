package assay.report.document;

/** Severity; always written as a word too, never shown by colour alone. */
public enum Level {
  GOOD,
  INFO,
  NEUTRAL,
  WARN,
  BAD
}

package assay.report.document;

/** How something is to be taken; always said in words too, never by colour alone. */
public enum Level {
  GOOD,
  INFO,
  NEUTRAL,
  WARN,
  BAD
}

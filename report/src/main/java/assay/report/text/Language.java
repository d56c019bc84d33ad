package assay.report.text;

/** A language reports are written in. */
public enum Language {
  EN("en", '.'),
  DE("de", ','),
  ZH_HANS("zh-Hans", '.');

  private final String tag;
  private final char decimalMark;

  Language(String tag, char decimalMark) {
    this.tag = tag;
    this.decimalMark = decimalMark;
  }

  /** Its BCP 47 tag, such as {@code zh-Hans}. */
  public String tag() {
    return tag;
  }

  /** The decimal mark, never used to group digits. */
  public char decimalMark() {
    return decimalMark;
  }

  /**
   * The language with this tag, in either case.
   *
   * @throws IllegalArgumentException that names the known languages
   */
  public static Language of(String tag) {
    for (Language language : values()) {
      if (language.tag.equalsIgnoreCase(tag)) {
        return language;
      }
    }
    throw new IllegalArgumentException(
        "no reports in language '" + tag + "'; use en, de or zh-Hans");
  }
}

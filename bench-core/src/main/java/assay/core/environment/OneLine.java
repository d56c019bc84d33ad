package assay.core.environment;

import assay.core.files.Sha256;
import java.util.regex.Pattern;

/**
 * Brings a text into the form used in records: one line of at most {@value #MAX_LENGTH} characters,
 * without control characters and without anything that identifies this individual device or its
 * user.
 */
final class OneLine {
  static final int MAX_LENGTH = 500;

  /** Replaces what is left out. */
  static final String MASK = "(masked)";

  private static final int HASH_SHOWN = 12;
  private static final Pattern CONTROLS =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\s]+");
  private static final Pattern UUID =
      Pattern.compile("(?i)\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b");
  private static final Pattern HARDWARE_ADDRESS =
      Pattern.compile("(?i)(?<![0-9a-f:])[0-9a-f]{2}(:[0-9a-f]{2}){5}(?![0-9a-f:])");
  private static final Pattern HOME = Pattern.compile("(/home|/Users)/[^/\\s:]+");

  private OneLine() {}

  /** The text in record form; may be empty. */
  static String of(String text) {
    String line = CONTROLS.matcher(text).replaceAll(" ").strip();
    line = UUID.matcher(line).replaceAll(MASK);
    line = HARDWARE_ADDRESS.matcher(line).replaceAll(MASK);
    return cut(HOME.matcher(line).replaceAll("~"));
  }

  /** Whether a text identifies an individual device: contains a UUID or a hardware address. */
  static boolean identifiesDevice(String text) {
    return UUID.matcher(text).find() || HARDWARE_ADDRESS.matcher(text).find();
  }

  /**
   * A difference in the cut part must still count in a comparison, so the mark carries the first
   * digits of the whole text's SHA-256.
   */
  private static String cut(String line) {
    if (line.length() <= MAX_LENGTH) {
      return line;
    }
    String mark = "… (cut, sha256 " + Sha256.of(line).substring(0, HASH_SHOWN) + ")";
    int end = MAX_LENGTH - mark.length();
    // Half of a surrogate pair is not a character and has no UTF-8 form.
    end -= Character.isHighSurrogate(line.charAt(end - 1)) ? 1 : 0;
    return line.substring(0, end) + mark;
  }
}

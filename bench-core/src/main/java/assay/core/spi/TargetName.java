package assay.core.spi;

import org.jspecify.annotations.Nullable;

/**
 * The name of a target on the command line and in records: the target ({@code cuda}), or one of its
 * devices ({@code cuda:1}, {@code cuda:GPU-4f3c}).
 *
 * @param target the target's own id, without a colon
 * @param device the part after the first colon; null if there is none
 */
public record TargetName(String target, @Nullable String device) {
  /** In place of a device: every device on this host, by number. */
  public static final String ALL = "all";

  private static final char SEPARATOR = ':';

  /** Splits a text at its first colon. */
  public static TargetName parse(String text) {
    int at = text.indexOf(SEPARATOR);
    return at < 0
        ? new TargetName(text, null)
        : new TargetName(text.substring(0, at), text.substring(at + 1));
  }

  /** Whether every device is meant. */
  public boolean all() {
    return ALL.equals(device);
  }

  @Override
  public String toString() {
    return device == null ? target : target + SEPARATOR + device;
  }
}

package assay.gpu.driver;

import assay.core.spi.DeviceTarget;
import assay.core.spi.TargetName;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of several devices is meant: by number, or by the beginning of its UUID.
 *
 * @param named what stands behind {@code cuda:}, see {@link #on}; null for {@code cuda} alone,
 *     which is the device that property or variable say, or else the first
 */
public record DeviceChoice(@Nullable String named) {
  /** The environment variable that says which device {@code cuda} alone is. */
  public static final String VARIABLE = "ASSAY_CUDA_DEVICE";

  /** The system property that says, and goes before the variable. */
  public static final String PROPERTY = "assay.cuda.device";

  /** How a UUID begins. */
  private static final String UUID = "GPU-";

  /** Of {@code cuda} alone. */
  public static DeviceChoice unnamed() {
    return new DeviceChoice(null);
  }

  /**
   * A device by name; a UUID in any case is brought into the driver's.
   *
   * @throws IllegalArgumentException if no device can be called so
   */
  public static DeviceChoice on(String device) {
    if (device.matches("0|[1-9][0-9]{0,3}")) {
      return new DeviceChoice(device);
    }
    if (!device.matches("(?i)" + UUID + "[0-9a-f][0-9a-f-]{0,35}")) {
      // The driver shows a process one MIG instance at most, and gives its board's UUID for it.
      throw new IllegalArgumentException(
          "'%s' names no GPU: give a number such as 0, the beginning of a UUID such as GPU-4f3c"
                  .formatted(device)
              + " (its numbers need not be nvidia-smi's), or '"
              + TargetName.ALL
              + "' where several may be named; a MIG instance is chosen with CUDA_VISIBLE_DEVICES");
    }
    return new DeviceChoice(UUID + device.substring(UUID.length()).toLowerCase(Locale.ROOT));
  }

  /** What property or variable say; empty if neither says anything. */
  public static Optional<String> given() {
    String property = System.getProperty(PROPERTY);
    String given = property != null ? property : System.getenv(VARIABLE);
    return Optional.ofNullable(given).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** Number or beginning of the UUID of the device that is meant. */
  String device() {
    return named != null ? named : given().orElse(DeviceTarget.FIRST);
  }

  /** For messages: who said so where it was not the target's name, with a colon; else nothing. */
  String source() {
    return named != null ? "" : given().map(text -> VARIABLE + "=" + text + ": ").orElse("");
  }
}

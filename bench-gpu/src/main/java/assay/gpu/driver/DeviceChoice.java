package assay.gpu.driver;

import assay.core.spi.DeviceTarget;
import assay.core.spi.TargetName;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The choice among several devices: by number, or by the beginning of a UUID.
 *
 * @param named what follows {@code cuda:}, see {@link #on}; null for {@code cuda} alone, which is
 *     the device given by property or variable, or else the first
 */
public record DeviceChoice(@Nullable String named) {
  /** Environment variable that chooses the device of {@code cuda} alone. */
  public static final String VARIABLE = "ASSAY_CUDA_DEVICE";

  /** System property that chooses it; takes precedence over the variable. */
  public static final String PROPERTY = "assay.cuda.device";

  /** How a UUID begins. */
  private static final String UUID = "GPU-";

  /** For {@code cuda} alone. */
  public static DeviceChoice unnamed() {
    return new DeviceChoice(null);
  }

  /**
   * A device by name; a UUID is normalized to the driver's letter case.
   *
   * @throws IllegalArgumentException if no device can have that name
   */
  public static DeviceChoice on(String device) {
    if (device.matches("0|[1-9][0-9]{0,3}")) {
      return new DeviceChoice(device);
    }
    if (!device.matches("(?i)" + UUID + "[0-9a-f][0-9a-f-]{0,35}")) {
      // The driver shows a process at most one MIG instance, and reports its board's UUID for it.
      throw new IllegalArgumentException(
          String.format(
                  Locale.ROOT,
                  "'%s' does not name a GPU: give a number such as 0, the beginning of a UUID such as GPU-4f3c",
                  device)
              + " (its numbers need not be nvidia-smi's), or '"
              + TargetName.ALL
              + "' where several are allowed; choose a MIG instance with CUDA_VISIBLE_DEVICES");
    }
    return new DeviceChoice(UUID + device.substring(UUID.length()).toLowerCase(Locale.ROOT));
  }

  /** The value of the property or the variable; empty if neither is set. */
  public static Optional<String> given() {
    String property = System.getProperty(PROPERTY);
    String given = property != null ? property : System.getenv(VARIABLE);
    return Optional.ofNullable(given).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** Number, or beginning of the UUID, of the chosen device. */
  String device() {
    return named != null ? named : given().orElse(DeviceTarget.FIRST);
  }

  /**
   * Prefix for messages: the variable, with a colon, if the choice did not come from the target's
   * name; otherwise empty.
   */
  String source() {
    return named != null ? "" : given().map(text -> VARIABLE + "=" + text + ": ").orElse("");
  }
}

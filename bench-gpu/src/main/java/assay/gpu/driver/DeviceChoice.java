package assay.gpu.driver;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which of several devices is meant: by number, or by the beginning of its UUID. */
public final class DeviceChoice {
  /** The environment variable that says. */
  public static final String VARIABLE = "ASSAY_CUDA_DEVICE";

  /** The system property that says, and goes before the variable. */
  public static final String PROPERTY = "assay.cuda.device";

  private DeviceChoice() {}

  /** What is said by property or variable; {@code 0} if neither says anything. */
  static String given() {
    String property = System.getProperty(PROPERTY);
    String given = property != null ? property : System.getenv(VARIABLE);
    return given == null || given.isBlank() ? "0" : given.strip();
  }

  /** The device that is meant; empty if there is none, or more than one. */
  static Optional<Gpu> of(List<Gpu> gpus, String choice) {
    if (choice.matches("[0-9]{1,4}")) {
      int ordinal = Integer.parseInt(choice);
      return gpus.stream().filter(gpu -> gpu.ordinal() == ordinal).findFirst();
    }
    String prefix = choice.toLowerCase(Locale.ROOT);
    List<Gpu> matching =
        gpus.stream().filter(g -> g.uuid().toLowerCase(Locale.ROOT).startsWith(prefix)).toList();
    return matching.size() == 1 ? Optional.of(matching.getFirst()) : Optional.empty();
  }
}

package assay.core.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The kernel command line without values that identify a disk or a host or hold a secret. Masked
 * parameters keep their names, so that an added or removed parameter is still seen.
 */
final class KernelCommandLine {
  /**
   * Parameters whose values are devices, addresses, names or secrets. The init process is among
   * them, since its path may contain the host name.
   */
  private static final Pattern NAMES =
      Pattern.compile(
          "init|rdinit|root|resume|rootfstype_uuid|nfsroot|nfsaddrs|ip|bootdev|.*uuid.*|.*luks.*|.*lvm.*"
              + "|.*pass.*|.*token.*|.*secret.*|.*key.*|.*auth.*|.*cred.*|.*user.*|.*host.*name.*"
              + "|.*hostnqn.*|.*serial.*|.*machine_id.*|.*addr.*|.*label.*");

  private static final Pattern VALUES =
      Pattern.compile(".*(://|@|/home/|/Users/|\\d+\\.\\d+\\.\\d+\\.\\d+|[0-9a-fA-F]{16,}).*");

  private KernelCommandLine() {}

  /** What follows {@code --} goes to the init process and does not configure the kernel. */
  static String withoutNames(String commandLine) {
    List<String> kept = new ArrayList<>();
    for (String parameter : commandLine.strip().split("\\s+", -1)) {
      if (parameter.equals("--")) {
        break;
      }
      kept.add(masked(parameter));
    }
    return String.join(" ", kept);
  }

  private static String masked(String parameter) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    String value = equals < 0 ? "" : parameter.substring(equals + 1);
    if (equals < 0) {
      return hides(name) ? OneLine.MASK : name;
    }
    boolean named = NAMES.matcher(name.toLowerCase(Locale.ROOT)).matches();
    return named || hides(value) ? name + "=" + OneLine.MASK : parameter;
  }

  private static boolean hides(String text) {
    return VALUES.matcher(text).matches() || OneLine.identifiesDevice(text);
  }
}

package assay.core.testing;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How {@link MovingMachine} moves; its Javadoc explains the options. Times of faults are in s since
 * the start, infinite for never.
 */
record MovingOptions(
    Path folder,
    Path log,
    String trace,
    double idle,
    double watts,
    double tracePeriod,
    @Nullable Path loadFile,
    double periodMillis,
    int packages,
    long rangeMicrojoules,
    double seconds,
    double stallAt,
    double stallFor,
    double jumpAt,
    double vanishAt,
    double unreadableAt) {
  private static final double NEVER = Double.POSITIVE_INFINITY;

  private static final Set<String> NAMES =
      Set.of(
          "folder",
          "log",
          "trace",
          "idle",
          "watts",
          "trace-period",
          "load-file",
          "period-ms",
          "packages",
          "range-uj",
          "seconds",
          "stall-at",
          "stall-for",
          "jump-at",
          "vanish-at",
          "unreadable-at");

  /** Reads {@code --name value} pairs. */
  static MovingOptions parse(String... args) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      String name = args[i].replaceFirst("^--", "");
      if (!NAMES.contains(name) || i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " is no option or has no value");
      }
      given.put(name, args[i + 1]);
    }
    Path folder = Path.of(Objects.requireNonNull(given.get("folder"), "--folder is needed"));
    String loadFile = given.get("load-file");
    return new MovingOptions(
        folder,
        Path.of(given.getOrDefault("log", folder.resolve("truth.csv").toString())),
        given.getOrDefault("trace", "load"),
        number(given, "idle", 12),
        number(given, "watts", 65),
        number(given, "trace-period", 1),
        loadFile == null ? null : Path.of(loadFile),
        number(given, "period-ms", 1),
        (int) number(given, "packages", 1),
        (long) number(given, "range-uj", 262_143_328_850.0),
        number(given, "seconds", 3600),
        number(given, "stall-at", NEVER),
        number(given, "stall-for", NEVER),
        number(given, "jump-at", NEVER),
        number(given, "vanish-at", NEVER),
        number(given, "unreadable-at", NEVER));
  }

  private static double number(Map<String, String> given, String name, double otherwise) {
    String value = given.get(name);
    return value == null ? otherwise : Double.parseDouble(value);
  }
}

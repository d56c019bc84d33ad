package assay.core.environment;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.HostRoot;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The running JVM. Forks have their own arguments, which are in the plan. */
final class JavaRuntime {
  /** Environment variables from which JVMs, including forks, take options. */
  private static final List<String> VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private static final Pattern FOLDERS = Pattern.compile("(?<=[=:,])/[^=:,]*/");
  private static final long MEBIBYTE = 1L << 20;

  private JavaRuntime() {}

  static void read(Map<String, String> variables, Findings findings) {
    findings.settings("jvm.version", property("java.vendor", "java.runtime.version"));
    findings.settings("jvm.name", property("java.vm.name", "java.vm.info"));
    findings.settings(
        "jvm.options",
        new Available<>(options(ManagementFactory.getRuntimeMXBean().getInputArguments())));
    findings.settings("jvm.variables", new Available<>(variables(variables)));
    findings.settings(
        "jvm.heapMaximum", new Available<>(Runtime.getRuntime().maxMemory() / MEBIBYTE + " MiB"));
    findings.settings(
        "jvm.processors",
        new Available<>(String.valueOf(Runtime.getRuntime().availableProcessors())));
    findings.settings("jvm.vectorWidth", vectorWidth());
  }

  private static Availability<String> property(String first, String second) {
    return HostRoot.stated(
        "the properties " + first + " and " + second,
        System.getProperty(first, "") + " " + System.getProperty(second, ""));
  }

  /**
   * Options as given, except that only the name of a system property is kept: its value may be a
   * secret and does not configure the JVM. Of a path only the last part is kept.
   */
  static String options(List<String> arguments) {
    List<String> options = new ArrayList<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      boolean property = argument.startsWith("-D") && equals > 0;
      options.add(
          property ? argument.substring(0, equals) : FOLDERS.matcher(argument).replaceAll("…/"));
    }
    return options.isEmpty() ? "none" : String.join(" ", options);
  }

  private static String variables(Map<String, String> variables) {
    List<String> set = new ArrayList<>();
    for (String name : VARIABLES) {
      String value = variables.get(name);
      if (value != null && !value.isBlank()) {
        set.add(name + ": " + options(List.of(value.strip().split("\\s+", -1))));
      }
    }
    return set.isEmpty() ? "none" : String.join("; ", set);
  }

  /** The widest vector that the JIT compiler uses on this processor. */
  private static Availability<String> vectorWidth() {
    @Nullable HotSpotDiagnosticMXBean hotspot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (hotspot == null) {
      return new Unavailable<>("this JVM is not HotSpot and does not report it");
    }
    try {
      long bytes = Long.parseLong(hotspot.getVMOption("MaxVectorSize").getValue());
      return new Available<>(Byte.SIZE * bytes + " bits");
    } catch (IllegalArgumentException e) {
      return new Unavailable<>("this JVM has no flag MaxVectorSize");
    }
  }
}

package assay.core.environment;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.CpuTopology;
import assay.core.host.HostRoot;
import assay.core.host.ThreadPlaces;
import assay.core.record.JvmFlags;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The running JVM. Forks have their own arguments, which are in the plan. */
final class JavaRuntime {
  /** Environment variables from which JVMs, including forks, take options. */
  private static final List<String> VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /** Flags that change what code is compiled to, or where memory is and how it is managed. */
  private static final List<String> FLAGS =
      List.of(
          "ActiveProcessorCount",
          "AlwaysPreTouch",
          "BackgroundCompilation",
          "CICompilerCount",
          "InitialHeapSize",
          "MaxHeapSize",
          "MaxVectorSize",
          "ObjectAlignmentInBytes",
          "ReservedCodeCacheSize",
          "TieredCompilation",
          "TieredStopAtLevel",
          "UseAVX",
          "UseCompressedOops",
          "UseLargePages",
          "UseNUMA",
          "UseNUMAInterleaving",
          "UseSSE",
          "UseSVE",
          "UseSuperWord",
          "UseTransparentHugePages");

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
      options.add(property ? argument.substring(0, equals) : withoutFolders(argument));
    }
    return options.isEmpty() ? "none" : String.join(" ", options);
  }

  /** Of a path only the last part is kept. */
  static String withoutFolders(String text) {
    return FOLDERS.matcher(text).replaceAll("…/");
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

  /** How this JVM runs, as forks report it. */
  static JvmFlags flags(HostRoot root) {
    String collectors =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(GarbageCollectorMXBean::getName)
            .collect(Collectors.joining(", "));
    Map<String, String> flags = new LinkedHashMap<>();
    for (String name : FLAGS) {
      flag(name).toOptional().ifPresent(value -> flags.put(name, value));
    }
    return new JvmFlags(
        OneLine.of(options(ManagementFactory.getRuntimeMXBean().getInputArguments())),
        collectors.isEmpty() ? "none" : collectors,
        flags,
        CpuTopology.allowed(root)
            .flatMap(CpuTopology.read(root)::describe)
            .map(processors -> processors + "; " + ThreadPlaces.describe()));
  }

  /** The widest vector that the JIT compiler uses on this processor. */
  private static Availability<String> vectorWidth() {
    return flag("MaxVectorSize").map(bytes -> Byte.SIZE * Long.parseLong(bytes) + " bits");
  }

  private static Availability<String> flag(String name) {
    @Nullable HotSpotDiagnosticMXBean hotspot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (hotspot == null) {
      return new Unavailable<>("this JVM is not HotSpot and does not report it");
    }
    try {
      return new Available<>(hotspot.getVMOption(name).getValue());
    } catch (IllegalArgumentException e) {
      return new Unavailable<>("this JVM has no flag " + name);
    }
  }
}

package assay.core.environment;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.host.Counted;
import assay.core.host.CpuInfo;
import assay.core.host.HostRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Processor settings: clocks, boost, idle states, SMT, microcode, power limits. */
final class ProcessorSettings {
  private static final String CPUS = "sys/devices/system/cpu";
  private static final String RAPL = "sys/class/powercap";
  private static final long MICROWATTS = 1_000_000;

  private final HostRoot root;
  private final List<String> folders;

  private ProcessorSettings(HostRoot root) {
    this.root = root;
    this.folders = Processors.folders(root);
  }

  static void read(HostRoot root, CpuInfo info, Findings findings) {
    ProcessorSettings p = new ProcessorSettings(root);
    findings.settings(
        "cpu.microcode",
        info.value("microcode").or(() -> p.each(cpu -> root.text(cpu + "/microcode/version"))));
    findings.settings("cpu.governor", p.clock("scaling_governor"));
    findings.settings("cpu.scalingDriver", p.clock("scaling_driver"));
    findings.settings("cpu.energyPreference", p.clock("energy_performance_preference"));
    findings.settings("cpu.clockLimits", p.each(p::clockLimits));
    findings.settings("cpu.boost", p.boost());
    findings.settings("cpu.idleDriver", root.text(CPUS + "/cpuidle/current_driver"));
    findings.settings("cpu.idleStates", p.each(p::idleStates));
    findings.settings("cpu.smt", root.text(CPUS + "/smt/control"));
    findings.settings("cpu.online", root.text(CPUS + "/online"));
    findings.settings("power.profile", root.text("sys/firmware/acpi/platform_profile"));
    findings.settings("power.limits", p.powerLimits());
  }

  private Availability<String> clock(String file) {
    return each(cpu -> root.text(cpu + "/cpufreq/" + file));
  }

  private Availability<String> each(Function<String, Availability<String>> ofProcessor) {
    List<Availability<String>> answers = new ArrayList<>();
    for (String folder : folders) {
      answers.add(ofProcessor.apply(folder));
    }
    return Counted.ofAnswers(answers, root.unlisted(CPUS, "processor"));
  }

  private Availability<String> clockLimits(String cpu) {
    Availability<String> low = root.text(cpu + "/cpufreq/scaling_min_freq");
    return low.map(min ->
        min + " to " + root.text(cpu + "/cpufreq/scaling_max_freq").orElse("unknown") + " kHz");
  }

  /** intel_pstate has a flag for off; the generic file has one for on. */
  private Availability<String> boost() {
    return root.text(CPUS + "/intel_pstate/no_turbo")
        .map(off -> off.equals("0") ? "on" : "off")
        .or(() -> root.text(CPUS + "/cpufreq/boost").map(on -> on.equals("0") ? "off" : "on"));
  }

  private Availability<String> idleStates(String cpu) {
    List<String> states = new ArrayList<>();
    for (String state : root.list(cpu + "/cpuidle", "state\\d+")) {
      states.add(
          root.text(state + "/name").orElse("unnamed")
              + " "
              + root.text(state + "/latency").map(latency -> latency + " µs").orElse("? µs")
              + (root.text(state + "/disable").orElse("0").equals("0") ? "" : " disabled"));
    }
    return states.isEmpty()
        ? new Unavailable<>(root.unlisted(cpu + "/cpuidle", "idle state"))
        : new Available<>(String.join(", ", states));
  }

  /** Each power limit of each processor package in the powercap framework. */
  private Availability<String> powerLimits() {
    List<String> limits = new ArrayList<>();
    for (String zone : root.list(RAPL, "intel-rapl:\\d+")) {
      for (String name : root.list(zone, "constraint_\\d+_name")) {
        Availability<String> microwatts = root.text(name.replace("_name", "_power_limit_uw"));
        limits.add(
            root.text(zone + "/name").orElse("unnamed")
                + " "
                + root.text(name).orElse("unnamed")
                + " "
                + microwatts.map(ProcessorSettings::watts).orElse("not readable"));
      }
    }
    return limits.isEmpty()
        ? new Unavailable<>(root.unlisted(RAPL, "limit of a processor package"))
        : new Available<>(String.join(", ", limits));
  }

  private static String watts(String microwatts) {
    return microwatts.matches("\\d{1,18}")
        ? Long.parseLong(microwatts) / MICROWATTS + " W"
        : microwatts + " µW";
  }
}

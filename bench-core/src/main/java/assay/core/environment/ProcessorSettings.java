package assay.core.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** How the processors are set: clocks, boost, idle states, SMT, microcode, power limits. */
final class ProcessorSettings {
  private static final String CPUS = "sys/devices/system/cpu";
  private static final String RAPL = "sys/class/powercap";
  private static final long MICROWATTS = 1_000_000;

  private final HostFiles files;
  private final List<String> folders;

  private ProcessorSettings(HostFiles files) {
    this.files = files;
    this.folders = Processors.folders(files);
  }

  static void read(HostFiles files, CpuInfo info, Findings findings) {
    ProcessorSettings p = new ProcessorSettings(files);
    findings.settings(
        "cpu.microcode",
        info.value("microcode").or(() -> p.each(cpu -> files.text(cpu + "/microcode/version"))));
    findings.settings("cpu.governor", p.clock("scaling_governor"));
    findings.settings("cpu.scalingDriver", p.clock("scaling_driver"));
    findings.settings("cpu.energyPreference", p.clock("energy_performance_preference"));
    findings.settings("cpu.clockLimits", p.each(p::clockLimits));
    findings.settings("cpu.boost", p.boost());
    findings.settings("cpu.idleDriver", files.text(CPUS + "/cpuidle/current_driver"));
    findings.settings("cpu.idleStates", p.each(p::idleStates));
    findings.settings("cpu.smt", files.text(CPUS + "/smt/control"));
    findings.settings("cpu.online", files.text(CPUS + "/online"));
    findings.settings("power.profile", files.text("sys/firmware/acpi/platform_profile"));
    findings.settings("power.limits", p.powerLimits());
  }

  private Answer clock(String file) {
    return each(cpu -> files.text(cpu + "/cpufreq/" + file));
  }

  private Answer each(Function<String, Answer> ofProcessor) {
    List<Answer> answers = new ArrayList<>();
    for (String folder : folders) {
      answers.add(ofProcessor.apply(folder));
    }
    return Counted.ofAnswers(answers, files.unlisted(CPUS, "processor"));
  }

  private Answer clockLimits(String cpu) {
    Answer low = files.text(cpu + "/cpufreq/scaling_min_freq");
    return low.map(min ->
        min + " to " + files.text(cpu + "/cpufreq/scaling_max_freq").orElse("unknown") + " kHz");
  }

  /** intel_pstate says whether it is off; the generic file says whether it is on. */
  private Answer boost() {
    return files
        .text(CPUS + "/intel_pstate/no_turbo")
        .map(off -> off.equals("0") ? "on" : "off")
        .or(() -> files.text(CPUS + "/cpufreq/boost").map(on -> on.equals("0") ? "off" : "on"));
  }

  private Answer idleStates(String cpu) {
    List<String> states = new ArrayList<>();
    for (String state : files.list(cpu + "/cpuidle", "state\\d+")) {
      states.add(
          files.text(state + "/name").orElse("unnamed")
              + " "
              + files.text(state + "/latency").map(latency -> latency + " µs").orElse("? µs")
              + (files.text(state + "/disable").orElse("0").equals("0") ? "" : " disabled"));
    }
    return states.isEmpty()
        ? new Answer.Missing(files.unlisted(cpu + "/cpuidle", "idle state"))
        : new Answer.Known(String.join(", ", states));
  }

  /** Each limit of each processor package that the powercap framework knows. */
  private Answer powerLimits() {
    List<String> limits = new ArrayList<>();
    for (String zone : files.list(RAPL, "intel-rapl:\\d+")) {
      for (String name : files.list(zone, "constraint_\\d+_name")) {
        Answer microwatts = files.text(name.replace("_name", "_power_limit_uw"));
        limits.add(
            files.text(zone + "/name").orElse("unnamed")
                + " "
                + files.text(name).orElse("unnamed")
                + " "
                + microwatts.map(ProcessorSettings::watts).orElse("not readable"));
      }
    }
    return limits.isEmpty()
        ? new Answer.Missing(files.unlisted(RAPL, "limit of a processor package"))
        : new Answer.Known(String.join(", ", limits));
  }

  private static String watts(String microwatts) {
    return microwatts.matches("\\d{1,18}")
        ? Long.parseLong(microwatts) / MICROWATTS + " W"
        : microwatts + " µW";
  }
}

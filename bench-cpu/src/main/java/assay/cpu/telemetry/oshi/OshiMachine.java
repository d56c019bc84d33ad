package assay.cpu.telemetry.oshi;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.availability.Remedy.Advice;
import assay.core.host.HostRoot;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Facts;
import assay.core.telemetry.Readings;
import assay.core.telemetry.TelemetrySource.Gap;
import assay.core.telemetry.TelemetrySource.Opened;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.Sensors;
import oshi.software.common.os.linux.LinuxOperatingSystem;
import oshi.software.os.OperatingSystem;
import oshi.util.GlobalConfig;
import oshi.util.Memoizer;

/** This machine through OSHI. Loading this class loads OSHI; only {@link OshiSource} may. */
final class OshiMachine {
  /** Enough for the JIT compiler, so that the first readings are cheap too. */
  private static final int WARM_UP_READINGS = 60;

  private static final Path CPUFREQ = Path.of("/sys/devices/system/cpu/cpu0/cpufreq");

  private OshiMachine() {}

  /**
   * Opens this machine, whatever machine {@code root} stands for.
   *
   * @throws LinkageError if OSHI's native part cannot be loaded
   */
  static Availability<Opened> open(HostRoot root) {
    SystemInfo info = unmemoized();
    HardwareAbstractionLayer hardware = info.getHardware();
    OperatingSystem system = info.getOperatingSystem();
    CentralProcessor processor = hardware.getProcessor();
    GlobalMemory memory = hardware.getMemory();
    Sensors sensors = hardware.getSensors();
    Domain host = Domain.host("host", Domain.Kind.HOST);
    int processors = processor.getLogicalProcessorCount();
    SensorGroup sensed =
        new SensorGroup(
            host, sensors::getCpuTemperature, sensors::getCpuVoltage, sensors::getFanSpeeds);
    List<ChannelGroup> groups =
        List.of(
            new LoadGroup(host, processors, processor::getProcessorCpuLoadTicks),
            new FrequencyGroup(host, processor::getCurrentFreq, nominalOnly(system, processor)),
            new MemoryGroup(host, memory.getTotal(), memory::getAvailable),
            sensed);
    Supplier<Facts> facts = root.isMachine() ? () -> OshiFacts.of(hardware, system) : Facts::none;
    OshiInstrument instrument =
        new OshiInstrument(
            groups,
            new ProcessGroup(processors, processReader(system, memory)),
            OshiInstrument.Clock.system(),
            facts);
    Readings first = warmUp(instrument);
    return new Availability.Available<>(
        new Opened(
            instrument,
            gives(root, processors, sensed, first, instrument),
            gaps(instrument, first)));
  }

  /**
   * By default OSHI caches values for 300 ms, so a reading would be older than its time stamp. OSHI
   * reads this setting when it is first used and then once a minute.
   */
  static SystemInfo unmemoized() {
    GlobalConfig.set(GlobalConfig.OSHI_UTIL_MEMOIZER_EXPIRATION, 0);
    return new SystemInfo();
  }

  private static ProcessReader processReader(OperatingSystem system, GlobalMemory memory) {
    return system instanceof LinuxOperatingSystem linux
        ? new PidStatReader(linux.getHz(), memory.getPageSize(), system::getProcess)
        : new OsProcessReader(system::getProcess);
  }

  /** Follows this process meanwhile, since it always exists. */
  private static Readings warmUp(OshiInstrument instrument) {
    instrument.follow(ProcessHandle.current().pid());
    Readings last = new Readings(instrument.channels(), System.nanoTime());
    for (int i = 0; i < WARM_UP_READINGS; i++) {
      instrument.readAll(last);
    }
    instrument.follow(0);
    return last;
  }

  /**
   * Without cpufreq OSHI takes the "cpu MHz" of /proc/cpuinfo. The kernel computes that from the
   * APERF and MPERF counters; where the processor has none, as under most hypervisors, it prints
   * the nominal frequency there (arch/x86/kernel/cpu/aperfmperf.c).
   */
  private static @Nullable String nominalOnly(OperatingSystem system, CentralProcessor processor) {
    if (!(system instanceof LinuxOperatingSystem) || Files.isDirectory(CPUFREQ)) {
      return null;
    }
    List<String> flags = processor.getFeatureFlags();
    return !flags.isEmpty() && flags.stream().noneMatch(line -> line.contains("aperfmperf"))
        ? "no cpufreq here and no APERF/MPERF counters: /proc/cpuinfo shows the nominal frequency"
        : null;
  }

  private static String gives(
      HostRoot root,
      int processors,
      SensorGroup sensed,
      Readings first,
      OshiInstrument instrument) {
    List<String> parts = new ArrayList<>();
    parts.add("load of " + processors + " processors");
    parts.add("memory");
    parts.add("the measured process");
    add(parts, "frequency", present(instrument, first, "cpu.frequency.mean"));
    add(parts, "temperature", present(instrument, first, "cpu.temperature"));
    add(parts, "voltage", present(instrument, first, "cpu.voltage"));
    add(parts, sensed.fanCount() + " fans", sensed.fanCount() > 0);
    String what = String.join(", ", parts);
    return root.standIn()
        .map(folder -> "of this machine, not of " + folder + ": " + what)
        .orElse(what);
  }

  private static void add(List<String> parts, String part, boolean there) {
    if (there) {
      parts.add(part);
    }
  }

  private static boolean present(OshiInstrument instrument, Readings first, String id) {
    return reason(instrument, first, id) == null;
  }

  private static @Nullable String reason(OshiInstrument instrument, Readings first, String id) {
    for (int i = 0; i < first.size(); i++) {
      if (instrument.channels().get(i).id().equals(id)) {
        return first.reason(i);
      }
    }
    return "no such channel";
  }

  private static List<Gap> gaps(OshiInstrument instrument, Readings first) {
    List<Gap> gaps = new ArrayList<>();
    if (Memoizer.defaultExpiration() > 0) {
      gaps.add(
          new Gap(
              "age of values",
              "OSHI was already in use and caches values for "
                  + Memoizer.defaultExpiration() / 1_000_000
                  + " ms",
              new Advice("restart the program")));
    }
    gap(
        gaps,
        instrument,
        first,
        "cpu.frequency.mean",
        new Advice("load a cpufreq driver, or measure on a bare host"));
    Remedy driver =
        new Advice(
            "load the sensors' driver (such as coretemp, k10temp, nct6775), or measure on a bare"
                + " host");
    gap(gaps, instrument, first, "cpu.temperature", driver);
    gap(gaps, instrument, first, "cpu.voltage", driver);
    if (instrument.channels().stream().noneMatch(c -> c.id().startsWith("fan-"))) {
      gaps.add(new Gap("fan speeds", "OSHI finds no running fan", driver));
    }
    return gaps;
  }

  private static void gap(
      List<Gap> gaps, OshiInstrument instrument, Readings first, String id, Remedy remedy) {
    String reason = reason(instrument, first, id);
    if (reason != null) {
      gaps.add(new Gap(id, reason, remedy));
    }
  }
}

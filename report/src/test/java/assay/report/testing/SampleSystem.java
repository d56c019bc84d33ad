package assay.report.testing;

import assay.core.device.Device;
import assay.core.record.RunRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A machine that does not exist.
 *
 * @param name label of the host
 * @param cpu processor model
 * @param gpu accelerator, null where there is none
 * @param speed how fast, 1 for the first system
 * @param watts power under load, W
 * @param metered whether a sensor sees its energy
 * @param settings how it is set
 */
public record SampleSystem(
    String name,
    String cpu,
    @Nullable String gpu,
    double speed,
    double watts,
    boolean metered,
    Map<String, String> settings) {

  /**
   * The system of that number, from 0. Every second one has a GPU, every third one no energy
   * sensor, and each is about a sixth faster than the one before it.
   */
  public static SampleSystem number(int index) {
    return new SampleSystem(
        "host-" + (char) ('a' + index % 26) + (index < 26 ? "" : String.valueOf(index / 26)),
        "Example CPU " + (9000 + 100 * index),
        index % 2 == 0 ? null : "Example GPU " + (100 + index),
        Math.pow(1.17, index),
        180 + 35.0 * index,
        index % 3 != 2,
        settings("6.12.0", "performance"));
  }

  /** The same machine with another operating system kernel and governor. */
  public SampleSystem withSettings(String kernel, String governor) {
    return new SampleSystem(name, cpu, gpu, speed, watts, metered, settings(kernel, governor));
  }

  /** The same machine, so many times as fast. */
  public SampleSystem faster(double factor) {
    return new SampleSystem(name, cpu, gpu, speed * factor, watts, metered, settings);
  }

  private static Map<String, String> settings(String kernel, String governor) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("os", "Linux " + kernel);
    settings.put("jdk", "Example JDK 25.0.3+9");
    settings.put("governor", governor);
    settings.put("smt", "off");
    return settings;
  }

  /** What the run record says of it. */
  RunRecord.Environment environment() {
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("cpuModel", cpu);
    identity.put("cpuStepping", "1");
    identity.put("processors", "16");
    identity.put("memoryBytes", "68719476736");
    if (gpu != null) {
      identity.put("gpu0", gpu);
    }
    return RunRecord.Environment.of(
        name,
        identity,
        settings,
        Map.of("loadAverage", "0.05 0.10 0.08 1/300 4242"),
        List.of(new RunRecord.Unknown("microcode", "not readable in this container")));
  }

  /** What a target of that name runs on. */
  Device.Hardware device(String target) {
    String part = target.equals("cuda") && gpu != null ? gpu : cpu;
    return new Device.Hardware(part, Map.of("threads", "16"));
  }
}

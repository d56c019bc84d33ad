package assay.gpu.nvml;

import assay.core.availability.Remedy;
import assay.core.telemetry.TelemetrySource.Gap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a device does not provide, grouped by reason. */
final class Gaps {
  private static final Remedy ENERGY_REMEDY =
      new Remedy.Advice(
          "NVIDIA provides the counter since Volta; without it energy is integrated from power");

  private record Why(String reason, Remedy remedy) {}

  private final Map<Why, List<String>> missing = new LinkedHashMap<>();

  /**
   * Adds a quantity that could not be read.
   *
   * @param name such as {@code ecc.corrected}
   * @param code NVML's code
   */
  void add(String name, int code) {
    boolean noCounter =
        name.equals(Field.ENERGY.channelName()) && code == NvmlStatus.NOT_SUPPORTED.code();
    add(name, NvmlStatus.describe(code), noCounter ? ENERGY_REMEDY : NvmlStatus.remedy(code));
  }

  /** Adds a quantity with a textual reason. */
  void add(String name, String reason, Remedy remedy) {
    missing.computeIfAbsent(new Why(reason, remedy), why -> new ArrayList<>()).add(name);
  }

  /** The gaps, each name prefixed with the device's. */
  List<Gap> of(String device) {
    return missing.entrySet().stream()
        .map(entry ->
            new Gap(
                device + " " + String.join(", ", entry.getValue()),
                entry.getKey().reason(),
                entry.getKey().remedy()))
        .toList();
  }
}

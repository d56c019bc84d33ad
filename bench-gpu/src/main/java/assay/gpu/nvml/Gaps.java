package assay.gpu.nvml;

import assay.core.availability.Remedy;
import assay.core.telemetry.TelemetrySource.Gap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a device does not give; what is missing for the same reason is said together. */
final class Gaps {
  private static final Remedy ENERGY_REMEDY =
      new Remedy.Advice(
          "NVIDIA gives the counter from Volta on; without it energy comes from integrating power");

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

  /** Adds a quantity with a reason in words. */
  void add(String name, String reason, Remedy remedy) {
    missing.computeIfAbsent(new Why(reason, remedy), why -> new ArrayList<>()).add(name);
  }

  /** The gaps, each name preceded by the device's. */
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

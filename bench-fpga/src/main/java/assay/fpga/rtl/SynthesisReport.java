package assay.fpga.rtl;

import assay.core.device.Synthesis;
import java.io.IOException;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parses the reports of Yosys and nextpnr for the iCE40 family. */
final class SynthesisReport {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private SynthesisReport() {}

  /**
   * Cells after synthesis.
   *
   * @param lut4 SB_LUT4
   * @param flipFlops all kinds of SB_DFF
   * @param dsps SB_MAC16
   * @param blockRams all kinds of SB_RAM40
   */
  record Cells(long lut4, long flipFlops, long dsps, long blockRams) {}

  /**
   * Cells in the report of Yosys's {@code stat -json}.
   *
   * @throws IOException if it is malformed, or counts no lookup table
   */
  static Cells cells(String json) throws IOException {
    JsonNode types = tree(json, "Yosys").path("design").path("num_cells_by_type");
    Cells cells =
        new Cells(
            sum(types, "SB_LUT4"),
            sum(types, "SB_DFF"),
            sum(types, "SB_MAC16"),
            sum(types, "SB_RAM40"));
    if (cells.lut4() == 0) {
      throw new IOException("Yosys's report counts no lookup tables");
    }
    return cells;
  }

  private static long sum(JsonNode types, String prefix) {
    return types.properties().stream()
        .filter(type -> type.getKey().startsWith(prefix))
        .mapToLong(type -> type.getValue().asLong())
        .sum();
  }

  /**
   * The whole result.
   *
   * @param routeJson the report of nextpnr
   * @throws IOException if the report is malformed, or does not have exactly one clock
   */
  static Synthesis routed(Cells cells, String routeJson, String part, Map<String, String> tools)
      throws IOException {
    JsonNode route = tree(routeJson, "nextpnr");
    JsonNode clocks = route.path("fmax");
    if (clocks.size() != 1) {
      throw new IOException("nextpnr's report has " + clocks.size() + " clocks, expected one");
    }
    JsonNode achieved = clocks.iterator().next().path("achieved");
    JsonNode used = route.path("utilization").path("ICESTORM_LC");
    if (!achieved.isNumber() || !used.path("used").isNumber()) {
      throw new IOException("nextpnr's report has no frequency or no count of logic cells");
    }
    return new Synthesis(
        part,
        achieved.asDouble(),
        cells.lut4(),
        cells.flipFlops(),
        cells.dsps(),
        cells.blockRams(),
        used.path("used").asLong(),
        used.path("available").asLong(),
        tools);
  }

  private static JsonNode tree(String json, String tool) throws IOException {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw new IOException(tool + "'s report cannot be read: " + e.getOriginalMessage(), e);
    }
  }
}

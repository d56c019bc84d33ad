package assay.fpga.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Unavailable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The report of {@code xrt-smi examine -r electrical -f JSON}.
 *
 * <p>The board's power is {@code devices[].electrical.power_consumption_watts}; releases before
 * 2021 had one more level, {@code electrical.power_consumption.power_consumption_watts}. Numbers
 * are written as strings, and {@code N/A} if there is none.
 */
final class ElectricalReport {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String WATTS = "power_consumption_watts";

  private ElectricalReport() {}

  /**
   * The board's power, W.
   *
   * @param json the report
   * @param address PCI address of the requested board
   */
  static Availability<Double> boardPower(String json, String address) {
    JsonNode report;
    try {
      report = MAPPER.readTree(json);
    } catch (JacksonException e) {
      return missing("is not JSON: " + e.getOriginalMessage());
    }
    JsonNode devices = report.path("devices");
    if (!devices.isArray() || devices.isEmpty()) {
      return missing("names no device");
    }
    for (JsonNode device : devices.values()) {
      if (device.path("device_id").asString("").equalsIgnoreCase(address)) {
        return watts(device.path("electrical"));
      }
    }
    return missing("has no device " + address);
  }

  private static Availability<Double> watts(JsonNode electrical) {
    JsonNode direct = electrical.path(WATTS);
    JsonNode node =
        direct.isMissingNode() ? electrical.path("power_consumption").path(WATTS) : direct;
    if (node.isMissingNode()) {
      return missing("has no electrical." + WATTS);
    }
    String text = node.asString("");
    try {
      return Sensor.checkedPower(Double.parseDouble(text), "xrt-smi's report gives ");
    } catch (NumberFormatException e) {
      return missing("gives '" + text + "' for " + WATTS);
    }
  }

  private static Availability<Double> missing(String what) {
    return new Unavailable<>(
        "xrt-smi's report "
            + what
            + "; compare 'xrt-smi examine -r electrical', and update XRT and the card's shell");
  }
}

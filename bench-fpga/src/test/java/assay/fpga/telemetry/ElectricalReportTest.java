package assay.fpga.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reports written by hand in the layout of XRT's {@code core/common/sensor.cpp} and {@code
 * ReportElectrical.cpp}: numbers as strings.
 */
class ElectricalReportTest {
  private static final String ADDRESS = "0000:65:00.1";

  private static String report(String electrical) {
    return """
    {"schema_version": {"schema": "JSON", "creation_date": "Sun Nov 22 08:00:00 2026 GMT"},
     "devices": [
       {"interface_type": "pcie", "device_id": "0000:17:00.1",
        "electrical": {"power_consumption_watts": "99.0"}},
       {"interface_type": "pcie", "device_id": "0000:65:00.1", "electrical": %s}]}
    """
        .formatted(electrical);
  }

  private static String reason(String json) {
    return ((Unavailable<Double>) ElectricalReport.boardPower(json, ADDRESS)).reason();
  }

  @Test
  void readsTheBoardsPowerAndNotItsRails() {
    String electrical =
        """
        {"power_rails": [{"id": "12v_pex", "description": "12 Volts PCI Express",
            "voltage": {"volts": "12.240", "is_present": "true"},
            "current": {"amps": "0.985", "is_present": "true"}}],
         "power_consumption_max_watts": "225",
         "power_consumption_watts": "21.445936",
         "power_consumption_warning": "false"}
        """;

    assertThat(ElectricalReport.boardPower(report(electrical), ADDRESS))
        .isEqualTo(new Available<>(21.445936));
  }

  @Test
  void readsTheOlderLayoutWithOneLevelMore() {
    String electrical =
        """
        {"power_consumption": {"power_consumption_max_watts": "75",
         "power_consumption_watts": "20.989838", "power_consumption_warning": "false"}}
        """;

    assertThat(ElectricalReport.boardPower(report(electrical), ADDRESS))
        .isEqualTo(new Available<>(20.989838));
  }

  @Test
  void readsAPlainNumberToo() {
    assertThat(ElectricalReport.boardPower(report("{\"power_consumption_watts\": 30}"), ADDRESS))
        .isEqualTo(new Available<>(30.0));
  }

  @ParameterizedTest
  @CsvSource({
    "'{}', has no electrical.power_consumption_watts",
    "'[]', has no electrical.power_consumption_watts",
    "'{\"power_consumption_watts\": \"N/A\"}', gives 'N/A'",
    "'{\"power_consumption_watts\": null}', gives ''",
    "'{\"power_consumption_watts\": \"\"}', gives ''",
    "'{\"power_consumption_watts\": \"0.000000\"}', no running board draws",
    "'{\"power_consumption_watts\": \"-1\"}', no running board draws",
    "'{\"power_consumption_watts\": \"NaN\"}', no running board draws",
    "'{\"power_consumption_watts\": \"140734193\"}', no running board draws",
  })
  void whatIsNoPowerIsMissingWithWhatItSays(String electrical, String says) {
    assertThat(reason(report(electrical))).contains(says);
  }

  @Test
  void anotherBoardsReportIsNotThisBoards() {
    String json = report("{\"power_consumption_watts\": \"30\"}").replace("65:00.1", "66:00.1");

    assertThat(reason(json)).contains("has no device " + ADDRESS);
  }

  @ParameterizedTest
  @CsvSource({
    "'', names no device",
    "'{', is not JSON",
    "'[1]', names no device",
    "'x', is not JSON"
  })
  void garbageIsMissing(String json, String says) {
    assertThat(reason(json)).contains(says);
  }
}

package assay.report.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceFileTest {
  private static final String GOOD =
      """
      currency: EUR
      defaults:
        priceDate: 2026-11-22
        years: 5
      systems:
        host-a: {capex: 9000, years: 3}
        20261122T071601Z-bw9b4s: {capex: 12000}
      ranges: {capex: 5}
      """;

  private static Prices parse(String yaml) {
    return PriceFile.parse("prices.yaml", yaml);
  }

  @Test
  void aSystemsOwnValueComesBeforeTheDefault() {
    Prices prices = parse(GOOD);
    Inputs host = Objects.requireNonNull(prices.find("no-run", "host-a"));
    assertThat(host.values()).isEqualTo(Map.of(Input.CAPEX, 9000.0, Input.YEARS, 3.0));
    assertThat(host.priceDate()).isEqualTo(LocalDate.parse("2026-11-22"));
    Inputs run = Objects.requireNonNull(prices.find("20261122T071601Z-bw9b4s", "host-a"));
    assertThat(run.get(Input.YEARS)).isEqualTo(5);
    assertThat(prices.find("host-b")).isNull();
    assertThat(prices.spreads()).containsEntry(Input.CAPEX, 5.0).containsEntry(Input.PUE, 10.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "years: 5 | yeers: 5 | prices.yaml:4: unknown key 'yeers'; did you mean years",
        "years: 5 | years: 2.5 | prices.yaml:4: 'years' must be a whole number of years, not '2.5'",
        "years: 5 | years: 0 | prices.yaml:4: 'years' must be from 1 to 50, not '0'",
        "years: 5 | capex: -1 | prices.yaml:4: 'capex' must be at least 0, not '-1'",
        "years: 5 | capex: '9,5' | prices.yaml:4: 'capex' must be a number with a decimal point",
        "years: 5 | capex: .nan | prices.yaml:4: 'capex' must be a number",
        "years: 5 | pue: 0.9 | prices.yaml:4: 'pue' must be from 1 to 10, not '0.9'",
        "years: 5 | priceDate: 2026-11-22 | prices.yaml:4: key 'priceDate' occurs twice",
        "2026-11-22 | 22.11.2026 | prices.yaml:3: 'priceDate' must be a date such as 2026-11-22",
        "EUR | Euro | prices.yaml: 'currency' must be an ISO 4217 code such as EUR, not 'Euro'",
        "capex: 5} | capex: -5} | prices.yaml:8: 'capex' must be at least 0, not '-5'",
        "capex: 5} | capex: | prices.yaml:9: not YAML",
        "systems: | machines: | prices.yaml: 'systems' must name at least one system",
        "priceDate: 2026-11-22 | years: 4 | prices.yaml:4: key 'years' occurs twice",
        "{capex: 12000} | 12000 | prices.yaml:7: '20261122T071601Z-bw9b4s' must be a mapping",
      })
  void whatIsWrongIsSaidWithItsLine(String good, String bad, String message) {
    assertThat(GOOD).contains(good);
    assertThatThrownBy(() -> parse(GOOD.replace(good, bad)))
        .isInstanceOf(PriceException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void theDemandIsInHoursOfTheReference() {
    assertThat(parse(GOOD).demandHours()).isNull();
    assertThat(parse(GOOD + "demandHoursPerYear: 20000\n").demandHours()).isEqualTo(20_000.0);
    assertThatThrownBy(() -> parse(GOOD + "demandHoursPerYear: 0\n"))
        .hasMessageStartingWith("prices.yaml:9: 'demandHoursPerYear'");
  }

  @Test
  void aShareOfWhatHasNoSensorNeedsItsSource() {
    String share = "unmeteredPercent: 15, unmeteredSource: data sheet";
    Prices prices = parse(GOOD.replace("years: 3", share));
    assertThat(Objects.requireNonNull(prices.find("host-a")).unmeteredSource())
        .isEqualTo("data sheet");
    assertThat(Objects.requireNonNull(prices.find("20261122T071601Z-bw9b4s")).unmeteredSource())
        .isNull();
    assertThatThrownBy(() -> parse(GOOD.replace("years: 3", "unmeteredPercent: 15")))
        .isInstanceOf(PriceException.class)
        .hasMessageContaining("key 'unmeteredSource' is missing");
  }

  @Test
  void aPriceNeedsItsDay() {
    assertThatThrownBy(() -> parse("currency: EUR\nsystems:\n  host-a: {capex: 1}\n"))
        .hasMessageContaining("system 'host-a' has no priceDate");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> PriceFile.read(Path.of("nowhere", "prices.yaml")))
        .isInstanceOf(PriceException.class)
        .hasMessageContaining("there is no such file");
  }

  @Test
  void theExampleIsWholeAndStatesTheDefaultRanges() {
    Prices prices = PriceFile.read(Path.of("..", "docs", "procurement", "prices.yaml"));
    assertThat(prices.systems()).hasSize(2);
    prices
        .systems()
        .values()
        .forEach(inputs -> {
          assertThat(inputs.missing()).isEmpty();
          assertThat(inputs.missingForEnergy()).isEmpty();
        });
    for (Input input : Input.values()) {
      assertThat(prices.spreads()).containsEntry(input, input.defaultSpread());
    }
    assertThat(prices.sha256()).matches("[0-9a-f]{64}");
  }
}

package assay.core.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.record.json.RecordJson;
import assay.core.stats.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BridgeTest {
  private static final Bridge.Program PROGRAM = Bridge.Program.of(Fixtures.run());
  private static final Bridge BRIDGE =
      new Bridge(
          SchemaVersion.CURRENT,
          Fixtures.START,
          Fixtures.START.plusSeconds(60),
          "nightly",
          42,
          6,
          PROGRAM,
          PROGRAM,
          List.of("both programs have the same code"),
          List.of(
              new Bridge.Cell(
                  Fixtures.GEMM,
                  new Available<>(
                      List.of(
                          ratio(
                              MetricKey.TIME, 1.25, new Available<>(new Interval(1.2, 1.5, 0.95))),
                          ratio(
                              MetricKey.ENERGY_PER_EXECUTION, 1.5, new Unavailable<>("too few"))))),
              new Bridge.Cell(Fixtures.TRAIN, new Unavailable<>("only in new"))));

  private static Bridge.Ratio ratio(MetricKey key, double ratio, Availability<Interval> interval) {
    return new Bridge.Ratio(key, key.unit(), 2, 1, 6, ratio, interval, "FASTER");
  }

  private static Bridge read(String json) throws RunStoreException {
    return RecordJson.readBridge(json.getBytes(UTF_8), "bridge.json");
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    String json = RecordJson.write(BRIDGE);
    assertThat(read(json)).isEqualTo(BRIDGE);
    assertThat(json).endsWith("}\n").contains("\"before\" : {", "\"metric\" : \"time\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"rounds\" : 6, | \"rounds\" : 0, | at least one round",
        "\"ratio\" : 1.25, | \"ratio\" : 1.75, | is not within its interval",
        "\"suite\" : | \"suites\" : | missing property",
        "\"schemaVersion\" : 3 | \"schemaVersion\" : 99 | has schema version 99"
      })
  void anotherFormIsRefused(String part, String instead, String said) {
    String json = RecordJson.write(BRIDGE);
    assertThat(json).contains(part);
    assertThatThrownBy(() -> read(json.replace(part, instead)))
        .isInstanceOf(RunStoreException.class)
        .hasMessageContaining(said);
  }

  @Test
  void aRatioIsFoundOrWhyThereIsNone() {
    Bridge.Ratio time = BRIDGE.ratio(Fixtures.GEMM, MetricKey.TIME).toOptional().orElseThrow();
    assertThat(time.scale()).isEqualTo(0.8);
    assertThat(time.halfWidth()).as("the larger half").isEqualTo(Math.log(1.5 / 1.25));
    assertThat(BRIDGE.ratio(Fixtures.GEMM, MetricKey.ENERGY_PER_EXECUTION).whyNot())
        .isEqualTo("too few");
    assertThat(BRIDGE.ratio(Fixtures.GEMM, MetricKey.P50).whyNot())
        .isEqualTo("it has no p50 of the cell");
    assertThat(BRIDGE.ratio(Fixtures.TRAIN, MetricKey.TIME).whyNot()).isEqualTo("only in new");
    assertThat(BRIDGE.ratio(Fixtures.PEAK, MetricKey.TIME).whyNot())
        .isEqualTo("it has no such cell");
  }
}

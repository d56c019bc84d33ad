package assay.core.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.record.store.TelemetryLog;
import assay.core.telemetry.Calibration;
import assay.core.telemetry.Channel;
import assay.core.telemetry.Domain;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code telemetry.jsonl} is read back as it was written, and damage is said. */
class TelemetryLogTest {
  private static final Domain PACKAGE = Domain.host("package-0", Domain.Kind.PACKAGE);
  private static final List<TelemetryLog.Column> COLUMNS =
      List.of(
          TelemetryLog.Column.of(
              "rapl",
              new Channel.EnergyCounter(
                  "package-0.energy", PACKAGE, 1e-6, 2.6e11, 0.001, 500, null)),
          TelemetryLog.Column.of(
              "nvml",
              new Channel.EnergyCounter(
                  "gpu.energy",
                  PACKAGE,
                  1e-3,
                  Double.POSITIVE_INFINITY,
                  0.1,
                  700,
                  Calibration.stated(5))),
          TelemetryLog.Column.of("cpu", new Channel.Tally("cpu.busy", PACKAGE, "s", 2)));
  private static final TelemetryLog.Header HEADER =
      new TelemetryLog.Header(
          SchemaVersion.CURRENT, "/machines/a", Instant.parse("2026-11-22T05:15:00Z"), COLUMNS);
  private static final TelemetryLog.Line WHOLE =
      new TelemetryLog.Line(0.5, List.of(123.0, 4.0, 0.25), null);
  private static final TelemetryLog.Line GAPS =
      new TelemetryLog.Line(1.5, Arrays.asList(null, 5.0, null), Map.of(0, "permission denied"));
  private static final TelemetryLog.Edge EDGE = new TelemetryLog.Edge(1.25, "energy begin", 3);

  @TempDir Path folder = Path.of("");

  private Path file() {
    return folder.resolve("telemetry.jsonl");
  }

  private void write() throws Exception {
    try (TelemetryLog log = TelemetryLog.open(file(), HEADER)) {
      log.append(WHOLE);
      log.append(EDGE);
      log.append(GAPS);
    }
  }

  private List<TelemetryLog.Session> sessions() throws Exception {
    return TelemetryLog.read(file()).sessions();
  }

  private List<String> lost() throws Exception {
    return TelemetryLog.read(file()).lost();
  }

  private void append(byte[] bytes) throws Exception {
    Files.write(file(), bytes, StandardOpenOption.APPEND);
  }

  @Test
  void whatIsWrittenIsReadBackAndAResumedRunBeginsAnew() throws Exception {
    assertThat(sessions()).isEmpty();
    write();
    write();
    TelemetryLog.Session session =
        new TelemetryLog.Session(HEADER, List.of(WHOLE, GAPS), List.of(EDGE));
    assertThat(sessions()).containsExactly(session, session);
    assertThat(lost()).isEmpty();
  }

  @Test
  void everyLineFollowsTheSchema() throws Exception {
    write();
    String text = Files.readString(Path.of("..", "results", "schema", "telemetry.schema.json"));
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text, InputFormat.JSON);
    for (String line : Files.readAllLines(file())) {
      assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
    }
    assertThat(schema.validate("{\"t\":1}", InputFormat.JSON)).isNotEmpty();
    assertThat(schema.validate("{\"t\":1,\"v\":[\"1\"]}", InputFormat.JSON)).isNotEmpty();
    assertThat(schema.validate("{\"t\":1,\"event\":\"x\",\"order\":0}", InputFormat.JSON))
        .isNotEmpty();
  }

  /** Cut at every byte of the last line, also within a character. */
  @Test
  void aTornLastLineIsReported() throws Exception {
    write();
    byte[] whole = Files.readAllBytes(file());
    append("{\"t\":9,\"v\":[null,1,2],\"why\":{\"0\":\"größer\"}}".getBytes(UTF_8));
    byte[] torn = Files.readAllBytes(file());
    for (int length = whole.length + 1; length <= torn.length; length++) {
      Files.write(file(), Arrays.copyOf(torn, length));
      assertThat(sessions().getFirst().lines()).containsExactly(WHOLE, GAPS);
      assertThat(lost()).containsExactly("telemetry.jsonl: its last line is incomplete");
    }
  }

  @Test
  void aTornLastLineIsMovedAsideBeforeAppending() throws Exception {
    write();
    byte[] torn = {'{', '"', 't', (byte) 0xc3};
    append(torn);
    try (TelemetryLog log = TelemetryLog.open(file(), HEADER)) {
      assertThat(log.tornMovedTo().orElseThrow()).hasBinaryContent(torn);
      log.append(WHOLE);
    }
    assertThat(sessions()).hasSize(2);
    assertThat(sessions().getLast().lines()).containsExactly(WHOLE);
    assertThat(lost()).isEmpty();
  }

  /** As an earlier version left it: the resumed run's header follows the broken line. */
  @Test
  void aHeaderBehindATornLineBeginsItsSession() throws Exception {
    write();
    byte[] whole = Files.readAllBytes(file());
    append("{\"t\":9,\"v\":[1,".getBytes(UTF_8));
    append(whole);
    TelemetryLog.Session session =
        new TelemetryLog.Session(HEADER, List.of(WHOLE, GAPS), List.of(EDGE));
    assertThat(sessions()).containsExactly(session, session);
    assertThat(lost())
        .containsExactly("telemetry.jsonl:5: what stands before the header is incomplete");
  }

  @Test
  void aDamagedLineIsLeftOutAndNamed() throws Exception {
    write();
    append("{\"t\":9,\"v\":[1]}\n".getBytes(UTF_8));
    append(new byte[] {0, 0, 0, '\n'});
    append(new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
    append("{\"t\":2,\"v\":[1,2,3]}\n".getBytes(UTF_8));
    assertThat(sessions().getFirst().lines())
        .containsExactly(WHOLE, GAPS, new TelemetryLog.Line(2, List.of(1.0, 2.0, 3.0), null));
    assertThat(lost()).hasSize(3).first().isEqualTo("telemetry.jsonl:5 is damaged: 1 values for 3");
  }

  /** Without its header nobody knows what a line's values are. */
  @Test
  void linesWithoutAHeaderAreLeftOut() throws Exception {
    write();
    append("{\"schemaVersion\":3,\"root\n{\"t\":2,\"v\":[1,2,3]}\n".getBytes(UTF_8));
    assertThat(sessions()).hasSize(1);
    assertThat(sessions().getFirst().lines()).hasSize(2);
    assertThat(lost()).hasSize(2).last().asString().contains("there is no header before it");
    Files.writeString(file(), "{\"schemaVersion\":1}\n");
    assertThatThrownBy(() -> TelemetryLog.read(file()))
        .isInstanceOf(RunStoreException.OtherVersion.class);
  }
}

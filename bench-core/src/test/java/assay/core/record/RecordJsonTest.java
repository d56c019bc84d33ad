package assay.core.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.availability.Availability;
import assay.core.program.Work;
import assay.core.record.json.RecordJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordJsonTest {
  private static final String JSON = RecordJson.write(Fixtures.run());

  private static String golden(String name) throws Exception {
    try (InputStream in = RecordJsonTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }

  private static String lines() {
    StringBuilder lines = new StringBuilder();
    for (ForkRecord fork : Fixtures.everyFork()) {
      lines.append(RecordJson.writeLine(fork)).append('\n');
    }
    return lines.toString();
  }

  private static void read(String json) throws RunStoreException {
    RecordJson.readRun(json.getBytes(UTF_8), "run.json");
  }

  /**
   * A change here is a change of the published form: raise the schema version if an older reader
   * would be misled. What was written stands in target/golden, to be compared and copied.
   */
  @ParameterizedTest
  @ValueSource(strings = {"en-US", "de-DE", "ar-EG-u-nu-arab", "tr-TR", "hi-IN-u-nu-deva"})
  void theFormIsSealedUnderEveryLocale(String tag) throws Exception {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(tag));
      Files.createDirectories(Path.of("target", "golden"));
      Files.writeString(Path.of("target", "golden", "run.json"), RecordJson.write(Fixtures.run()));
      Files.writeString(Path.of("target", "golden", "forks.jsonl"), lines());
      assertThat(RecordJson.write(Fixtures.run())).isEqualTo(golden("run.json"));
      assertThat(lines()).isEqualTo(golden("forks.jsonl"));
      assertThat(RunId.create(Fixtures.START, new java.util.Random(1)).value())
          .startsWith("20261122T051500Z-");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void whatIsWrittenIsReadBackEqual() throws Exception {
    assertThat(RecordJson.readRun(JSON.getBytes(UTF_8), "run.json")).isEqualTo(Fixtures.run());
    for (ForkRecord fork : Fixtures.everyFork()) {
      assertThat(RecordJson.readFork(RecordJson.writeLine(fork), "line")).isEqualTo(fork);
    }
  }

  /** Builds of this version that came before them wrote no fused bytes and no working set. */
  @Test
  void workWithoutTheBytesOfTensorsIsRead() throws Exception {
    String older = JSON.replaceAll(",\\s*\"(fused|tensor)Bytes\" : null", "");
    assertThat(older).doesNotContain("Bytes\" : null");
    Work work = RecordJson.readRun(older.getBytes(UTF_8), "run.json").cells().getFirst().work();
    assertThat(work).isEqualTo(Fixtures.GEMM_WORK);
    assertThat(Objects.requireNonNull(work).fusedBytes()).isNull();
    assertThat(work.tensorBytes()).isNull();
  }

  @Test
  void anotherVersionIsNamed() {
    for (int version : List.of(1, 4)) {
      assertThatThrownBy(
              () -> read(JSON.replace("\"schemaVersion\" : 3", "\"schemaVersion\" : " + version)))
          .isInstanceOf(RunStoreException.OtherVersion.class)
          .hasMessageContaining(
              "run.json has schema version "
                  + version
                  + ", but this version of Assay reads 2 to 3");
    }
  }

  @Test
  void theFormIsClosed() {
    damaged(JSON.replace("\"seed\" :", "\"sead\" : 1, \"seed\" :"), "sead");
    damaged(JSON.replace("\"suite\" : \"quick\",", ""), "missing property 'suite'");
    damaged(JSON.replace("\"suite\" : \"quick\"", "\"suite\" : null"), "suite is missing");
    damaged(JSON.replace("\"threads\" : 2", "\"threads\" : \"2\""), "");
    damaged(JSON.replace("\"threads\" : 2", "\"threads\" : 2.5"), "");
    damaged(JSON.replaceFirst("\n  \"runId\" :", "\n  runId :"), ", line 3");
    damaged(JSON.replace("\"threads\" : 2", "\"threads\" : 2, \"threads\" : 3"), "");
    damaged(JSON.replace("12.5", "1e999"), "");
    damaged(JSON.replace("12.5", "NaN"), "");
    damaged(JSON + "{}", "");
    damaged(JSON.substring(0, JSON.length() / 2), "");
    damaged("", "");
    damaged("[]", "");
    damaged("null", "");
    damaged(JSON.replace("20261122T051500Z-ab12cd", "../../etc"), "not a run id");
  }

  /** An emulator's time comes back, and is refused elsewhere. */
  @Test
  void anEmulatorsTimeStandsOnEmulationsOnly() throws RunStoreException {
    ForkRecord fork =
        new ForkRecord(
            Fixtures.GEMM,
            Fixtures.context(0),
            new Outcome.Verified<>(Fixtures.POCL, null, Fixtures.PASSED, 1.5));
    String line = RecordJson.writeLine(fork);
    assertThat(line).contains("\"emulationSeconds\":1.5");
    assertThat(RecordJson.readFork(line, "line")).isEqualTo(fork);
    damaged(
        JSON.replaceFirst("\"MEASURED\",", "\"MEASURED\", \"emulationSeconds\" : 1,"),
        "emulationSeconds");
  }

  /** A property that an older record of this version lacks is null, and no other may be absent. */
  @Test
  void whatWasAddedLaterMayBeAbsent() throws RunStoreException {
    for (ForkRecord fork : Fixtures.everyFork()) {
      String line = RecordJson.writeLine(fork);
      String older =
          line.replaceFirst(",\"jvm\":(null|\\{.*?\"processors\":\\{[^}]*}})", "")
              .replaceFirst(",\"steps\":(null|\\{[^}]*})", "")
              .replaceFirst(",\"inputSets\":(null|\\{[^}]*})", "")
              .replaceFirst(",\"histogram\":\"[^\"]*\"", "");
      assertThat(older).doesNotContain("jvm\":", "steps\":{", "inputSets", "histogram\":\"");
      assertThat(RecordJson.readFork(older, "line").context().jvm()).isNull();
      ForkResult result = fork.outcome().result();
      if (result == null) {
        continue;
      }
      Timing read =
          Objects.requireNonNull(RecordJson.readFork(older, "line").outcome().result()).timing();
      assertThat(read.steps()).isNull();
      assertThat(read.inputSets()).isNull();
      assertThat(read.samples()).isEqualTo(result.timing().samples());
      Latency latency = read.latency();
      assertThat(latency == null ? null : latency.histogram()).isNull();
      assertThatThrownBy(
              () -> RecordJson.readFork(line.replaceFirst("\"steadyState\":", "\"x\":"), "line"))
          .isInstanceOf(RunStoreException.Damaged.class);
    }
  }

  /**
   * Records of before there was a nightly verdict tell it nothing; the committed example is one.
   */
  @Test
  void aPlanWithoutWhatTheNightlyVerdictNeedsIsRead() throws Exception {
    RunRecord run = Fixtures.run();
    assertThat(RecordJson.readRun(JSON.getBytes(UTF_8), "run.json").plan().gate())
        .isEqualTo(run.plan().gate())
        .isNotNull();
    assertThat(run.plan().confirms()).isNotNull();
    String older = JSON.replaceFirst(",\\s*\"gate\" : \\{[^}]*}[^}]*}", "");
    assertThat(older).doesNotContain("gate", "canaries", "confirms");
    RunRecord.Plan plan = RecordJson.readRun(older.getBytes(UTF_8), "run.json").plan();
    assertThat(plan.gate()).isNull();
    assertThat(plan.confirms()).isNull();
    assertThat(plan.parameters()).isEqualTo(run.plan().parameters());
    String none = RecordJson.write(RecordJson.readRun(older.getBytes(UTF_8), "run.json"));
    assertThat(none).contains("\"gate\" : null");
    assertThat(RecordJson.readRun(none.getBytes(UTF_8), "run.json").plan()).isEqualTo(plan);
    damaged(JSON.replaceFirst("\"canaries\" : \\[[^]]*],", ""), "canaries");
    damaged(JSON.replace("20261121T051500Z-zy98xw", "yesterday"), "not a run id");
  }

  private static Availability<WarmupResult.Clock> clock(@Nullable Double hertz) {
    return new Availability.Available<>(new WarmupResult.Clock("gpu-0.clock.sm", hertz));
  }

  /** How a fork settled comes back. */
  @Test
  void howAForkSettledComesBack() throws RunStoreException {
    Outcome.Measured<ForkResult> plain =
        (Outcome.Measured<ForkResult>) Fixtures.everyFork().getFirst().outcome();
    for (WarmupResult warmup :
        List.of(
            new WarmupResult(1.25, null, clock(1.98e9)),
            new WarmupResult(5.04, WarmupResult.CLOCK, clock(null)),
            new WarmupResult(
                3.1,
                WarmupResult.TIMES,
                new Availability.Unavailable<>("no telemetry source here reads its clock")))) {
      ForkResult result = plain.result();
      ForkRecord fork =
          new ForkRecord(
              Fixtures.GEMM,
              Fixtures.context(0),
              new Outcome.Measured<>(
                  plain.device(),
                  plain.engine(),
                  plain.verification(),
                  new ForkResult(result.timing(), null, result.telemetry(), null, warmup)));
      assertThat(RecordJson.readFork(RecordJson.writeLine(fork), "line")).isEqualTo(fork);
    }
  }

  /** What the Java types forbid cannot be smuggled in through the file. */
  @Test
  void aResultIsRefusedWhereItDoesNotBelong() {
    damaged(JSON.replaceFirst("\"HARDWARE\"", "\"EMULATION\""), "Emulated");
    damaged(JSON.replaceFirst("\"MEASURED\"", "\"VERIFIED\""), "");
    damaged(JSON.replaceFirst("\"MEASURED\"", "\"FAILED\""), "");
    damaged(JSON.replaceFirst("\"MEASURED\"", "\"OK\""), "");
    damaged(JSON.replaceFirst("\"status\" : \"MEASURED\",", ""), "status");
    damaged(
        JSON.replaceFirst("\"passed\" : true", "\"passed\" : false"), "must say in detail where");
    damaged(JSON.replaceFirst("\"worst\" : 0.25", "\"worst\" : 1.25"), "passed with worst 1.25");
    damaged(JSON.replaceFirst("\"unit\" : \"s\"", "\"unit\" : \"J\""), "time is not in J");
    damaged(JSON.replaceFirst("\"time\" :", "\"thyme\" :"), "");
    damaged(
        JSON.replaceFirst("\"reason\" : \"" + Fixtures.NO_COUNTER + "\"", "\"reason\" : null"),
        "reason is missing");
    damaged(
        JSON.replaceFirst(
            "\"reason\" : \"" + Fixtures.NO_COUNTER + "\",", "\"reason\" : \"x\", \"value\" : [],"),
        "");
  }

  @Test
  void cyclesAreRefusedWhereTheyDoNotBelong() {
    damaged(JSON.replaceFirst("\"RTL_MODEL\"", "\"EMULATION\""), "Emulated");
    damaged(JSON.replaceFirst("\"EMULATION\"", "\"RTL_MODEL\""), "RtlModel");
    damaged(JSON.replaceFirst("\"VERIFIED\"", "\"MODELLED\""), "");
    damaged(JSON.replace("\"cycles\" : 1048589", "\"cycles\" : 1"), "multiply-adds in 1 cycles");
    damaged(
        JSON.replace("\"reason\" : \"yosys was not found; install it\"", "\"reason\" : null"),
        "reason is missing");
    damaged(JSON.replace("\"logicCells\" : 4903", "\"logicCells\" : 7681"), "do not fit");
  }

  @Test
  void anEnvironmentThatWasChangedAfterwardsIsDamaged() {
    damaged(
        JSON.replace("\"cpuModel\" : \"Example CPU\"", "\"cpuModel\" : \"Faster CPU\""),
        "environment.identityHash is ");
    damaged(JSON.replace("\"performance\"", "\"powersave\""), "environment.settingsHash is ");
    damaged(JSON.replace("\"0.10\"", "\"0.20\""), "environment.stateHash is ");
    damaged(JSON.replace("\"host\" : \"host-1\"", "\"host\" : null"), "host is missing");
  }

  private static RecordJson.Head head(String json) throws IOException {
    return RecordJson.readHead(new ByteArrayInputStream(json.getBytes(UTF_8)), "run.json");
  }

  /** Whatever stands before them and whatever follows, which is not read. */
  @Test
  void aRunsHeadIsItsNameAndItsStart() throws IOException {
    RecordJson.Head expected = new RecordJson.Head(Fixtures.RUN, Fixtures.START);
    assertThat(head(JSON)).isEqualTo(expected);
    String id = "\"runId\": \"20261122T051500Z-ab12cd\"";
    String start = "\"startedUtc\": \"2026-11-22T05:15:00Z\"";
    assertThat(head("{" + start + ", \"x\": {\"runId\": 1, \"y\": [2]}, " + id + ", broken"))
        .isEqualTo(expected);
    for (String half : List.of("{}", "{" + id + "}", "{" + start + "}", "[" + id)) {
      assertThatThrownBy(() -> head(half))
          .as(half)
          .isInstanceOf(RunStoreException.Damaged.class)
          .hasMessageStartingWith("run.json is damaged: ");
    }
    assertThatThrownBy(() -> head("{" + id + "}"))
        .hasMessage("run.json is damaged: runId or startedUtc is missing");
  }

  private static void damaged(String json, String problem) {
    assertThat(json).isNotEqualTo(JSON);
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(RunStoreException.Damaged.class)
        .hasMessageStartingWith("run.json is damaged: ")
        .hasMessageContaining(problem)
        .message()
        .doesNotContain("\n");
  }
}

package assay.core.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.availability.Remedy;
import assay.core.record.json.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What version 2 did not allow is refused, each part by itself. */
class Version2RulesTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static String file(String name) {
    try (InputStream in = Version2RulesTest.class.getResourceAsStream("version2/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first fork whose line contains a text. */
  private static ObjectNode fork(String text) {
    String line =
        file("forks.jsonl").lines().filter(l -> l.contains(text)).findFirst().orElseThrow();
    return (ObjectNode) MAPPER.readTree(line);
  }

  private static ForkRecord readFork(JsonNode fork) throws RunStoreException {
    return RecordJson.readFork(fork.toString(), "line");
  }

  private static void refusedFork(String text, String problem, Consumer<ObjectNode> change) {
    ObjectNode fork = fork(text);
    change.accept(fork);
    assertThatThrownBy(() -> readFork(fork))
        .isInstanceOf(RunStoreException.Damaged.class)
        .hasMessage("line is damaged: " + problem);
  }

  private static ObjectNode run() {
    return (ObjectNode) MAPPER.readTree(file("run.json"));
  }

  private static RunRecord read(ObjectNode run) throws RunStoreException {
    return RecordJson.readRun(run.toString().getBytes(UTF_8), "run.json");
  }

  private static void refusedRun(String problem, Consumer<ObjectNode> change) {
    ObjectNode run = run();
    change.accept(run);
    assertThatThrownBy(() -> read(run))
        .isInstanceOf(RunStoreException.Damaged.class)
        .hasMessage("run.json is damaged: " + problem);
  }

  /** The first cell with that status. */
  private static ObjectNode cell(ObjectNode run, String status) {
    for (JsonNode cell : run.path("cells")) {
      if (cell.path("status").asString().equals(status)) {
        return (ObjectNode) cell;
      }
    }
    throw new AssertionError(status);
  }

  /** Whatever was measured: a fork that failed has none of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "samples | [1]",
        "warmup | [1]",
        "deviceSamples | [1]",
        "deviceSamplesUnavailable | 'no clock'",
        "endToEndSamples | [1]",
        "steadyState | 'FLAT'",
        "latency | {'count':1,'percentiles':{},'unavailable':{}}",
        "training | {'epochsToTarget':null,'secondsToTarget':null,'targetReason':'x'}",
        "energy | []",
        "energyUnavailable | 'x'",
        "energyRefused | [{}]",
        "utilization | {}",
        "utilizationUnavailable | 'x'",
        "throttle | {}",
        "throttleUnavailable | 'x'",
        "disturbances | [{}]",
        "excludedCause | 'x'",
        "settling | {'clock':null,'clockHertz':null,'clockReason':'x','seconds':1}"
      },
      quoteCharacter = '`')
  void aFailedForkHasNoResult(String name, String value) throws RunStoreException {
    JsonNode node = MAPPER.readTree(value.replace('\'', '"'));
    refusedFork(
        "\"FAILED\"",
        "status FAILED on no device carries times or metrics",
        fork -> fork.set(name, node));
    refusedFork(
        "\"EMULATION\"",
        "status OK on EMULATION carries times or metrics",
        fork -> fork.set(name, node));
    assertThat(readFork(fork("\"FAILED\"")).outcome().status()).isEqualTo(Status.FAILED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "metrics | {'time':{}}",
        "metricsUnavailable | {'time':'x'}",
        "steadyStates | {'FLAT':1}",
        "training | {'epochsToTarget':null,'secondsToTarget':null,'targetReason':'x'}",
        "energyUnavailable | 'x'",
        "disturbances | [{}]"
      },
      quoteCharacter = '`')
  void aFailedCellHasNoResult(String name, String value) {
    JsonNode node = MAPPER.readTree(value.replace('\'', '"'));
    refusedRun(
        "status FAILED on no device carries times or metrics",
        run -> cell(run, "FAILED").set(name, node));
  }

  @Test
  void aResultHasADevice() {
    refusedFork("\"EMULATION\"", "status OK without a device", fork -> fork.putNull("device"));
    refusedFork(
        "\"samples\":[0.0",
        "status OK on no device carries times or metrics",
        fork -> fork.putNull("device"));
    refusedFork(
        "\"FAILED\"",
        "status FAILED on no device carries an emulator's time",
        fork -> fork.put("emulationSeconds", 1));
    refusedFork(
        "\"FAILED\"", "status FAILED on no device carries cycles", fork -> fork.putObject("model"));
    refusedFork(
        "\"EMULATION\"", "status OK on EMULATION carries cycles", fork -> fork.putObject("model"));
    refusedFork(
        "\"RTL_MODEL\"",
        "status OK on RTL_MODEL carries an emulator's time",
        fork -> fork.put("emulationSeconds", 1));
  }

  /** A fork that did not run may name what it would have run on; a cell never did. */
  @Test
  void aCellWithoutAResultNamesNoDevice() throws RunStoreException {
    ObjectNode fork = fork("\"UNAVAILABLE\"");
    fork.set("device", fork("\"INVALID\"").path("device"));
    fork.put("engine", "loops");
    assertThat(readFork(fork).outcome())
        .isEqualTo(new Outcome.Unavailable<>("because of UNAVAILABLE", null));
    ObjectNode invalid = fork("\"INVALID\"");
    invalid.put("remedy", "do this");
    assertThat(readFork(invalid).outcome().remedy()).isNull();
    JsonNode device = fork.path("device");
    refusedRun(
        "status UNAVAILABLE on HARDWARE carries device",
        run -> cell(run, "UNAVAILABLE").set("device", device));
    refusedRun(
        "status UNAVAILABLE on no device carries engine",
        run -> cell(run, "UNAVAILABLE").put("engine", "loops"));
    refusedRun(
        "status INVALID on HARDWARE carries remedy",
        run -> cell(run, "INVALID").put("remedy", "do this"));
    refusedFork(
        "\"UNAVAILABLE\"",
        "status UNAVAILABLE on no device carries verification",
        broken -> broken.set("verification", fork("\"INVALID\"").path("verification")));
    refusedFork(
        "\"samples\":[0.0",
        "status OK on HARDWARE carries remedy",
        broken -> broken.put("remedy", "do this"));
  }

  @Test
  void aValueHasNoReasonForItsAbsence() {
    refusedFork(
        "\"deviceSamples\":[",
        "deviceSamples has both a value and a reason for its absence",
        fork -> fork.put("deviceSamplesUnavailable", "x"));
    refusedFork(
        "\"latency\":{",
        "a metric has both a value and a reason for its absence",
        fork -> {
          ObjectNode latency = (ObjectNode) fork.path("latency");
          latency.putObject("percentiles").put("p50", 1);
          latency.putObject("unavailable").put("p50", "x");
        });
    refusedFork(
        "\"endToEndSamples\"",
        "property 'endToEndSamples' is null",
        fork -> fork.putNull("endToEndSamples"));
    refusedFork(
        "\"training\":{",
        "epochs and seconds to the target must be given together",
        fork -> {
          ((ObjectNode) fork.path("training")).put("epochsToTarget", 2);
          ((ObjectNode) fork.path("training")).putNull("secondsToTarget");
        });
    refusedFork(
        "\"samples\":[0.0",
        "a frequency of a clock that was not observed",
        fork ->
            fork.putObject("settling")
                .put("seconds", 1)
                .putNull("unsettled")
                .putNull("clock")
                .put("clockHertz", 1e9)
                .put("clockReason", "x"));
  }

  @Test
  void aRunsPartsAreObjects() {
    refusedRun("not an object: null", run -> run.putNull("plan"));
    refusedRun(
        "not an object: 1", run -> ((ArrayNode) run.path("cells")).insert(0, MAPPER.readTree("1")));
    refusedRun(
        "a remedy belongs to an unavailable source",
        run -> ((ObjectNode) run.path("telemetry").path("sources").path(0)).put("remedy", "x"));
    refusedRun(
        "a remedy belongs to an unavailable source",
        run -> ((ObjectNode) run.path("telemetry").path("sources").path(1)).putNull("remedy"));
    for (String ratio : List.of("macsPerCycle", "shareOfPeak")) {
      refusedRun(
          "the model's ratios do not match its counts",
          run -> {
            for (JsonNode cell : run.path("cells")) {
              if (cell.has("model")) {
                ((ObjectNode) cell.path("model")).put(ratio, 0.123);
              }
            }
          });
    }
  }

  /** What a suite held was not written then; one that did not ship held nothing that is known. */
  @Test
  void onlyASuiteThatShippedHasAPlan() throws RunStoreException {
    assertThat(read(run()).plan().suite())
        .isEqualTo(new RunRecord.SuitePlan(List.of(), List.of(), List.of()));
    ObjectNode custom = run();
    custom.put("suite", "custom");
    assertThat(read(custom).plan().suite()).isNull();
  }

  @Test
  void aRemedyIsAdviceNow() throws RunStoreException {
    RunRecord run = read(run());
    RunTelemetry.Source nvml = run.telemetry().sources().get(1);
    assertThat(nvml.remedy()).isEqualTo(new Remedy.Advice("install it"));
    assertThat(run.telemetry().sources().getFirst().gaps().getFirst().remedy())
        .isEqualTo(new Remedy.Advice("another machine"));
    assertThat(run.environment().settings())
        .containsEntry("device.cuda.deviceUuidHash", "0123abcd4567")
        .doesNotContainKey("device.cuda.exemplar");
    assertThat(run.plan().parameters()).containsEntry("forkTimeoutSeconds", "600");
  }
}

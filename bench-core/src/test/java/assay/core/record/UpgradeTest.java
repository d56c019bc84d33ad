package assay.core.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.availability.Availability;
import assay.core.program.Rate;
import assay.core.record.json.RecordJson;
import assay.core.record.store.TelemetryLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an older version wrote is read with every value in its place. The files under {@code
 * versionN} were written by the last program of that version and are never written again.
 */
class UpgradeTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static String file(String name) throws IOException {
    try (InputStream in = UpgradeTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }

  private static RunRecord run(String json) throws RunStoreException {
    return RecordJson.readRun(json.getBytes(UTF_8), "run.json");
  }

  private static List<ForkRecord> forks(String lines) throws RunStoreException {
    List<ForkRecord> forks = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      forks.add(RecordJson.readFork(line, "line"));
    }
    return forks;
  }

  /** A run and a fork of every kind, and the committed example. */
  @ParameterizedTest
  @ValueSource(strings = {"version2/", "version2/example/"})
  void everyValueOfVersion2IsInItsPlace(String folder) throws IOException {
    JsonNode before = MAPPER.readTree(file(folder + "run.json"));
    JsonNode after = MAPPER.readTree(RecordJson.write(run(file(folder + "run.json"))));
    for (String name : List.of("runId", "startedUtc", "finishedUtc", "suite", "seed", "assay")) {
      assertThat(after.path(name)).isEqualTo(before.path(name));
    }
    environment(before.path("environment"), after.path("environment"));
    plan(before.path("plan"), after.path("plan"));
    telemetryOfRun(before.path("telemetry"), after.path("telemetry"));
    assertThat(after.path("cells")).hasSameSizeAs(before.path("cells"));
    for (int i = 0; i < before.path("cells").size(); i++) {
      cell(before.path("cells").get(i), after.path("cells").get(i));
    }
    List<String> lines = file(folder + "forks.jsonl").lines().toList();
    List<ForkRecord> forks = forks(file(folder + "forks.jsonl"));
    assertThat(forks).hasSameSizeAs(lines);
    for (int i = 0; i < lines.size(); i++) {
      fork(MAPPER.readTree(lines.get(i)), MAPPER.readTree(RecordJson.writeLine(forks.get(i))));
    }
  }

  private static void environment(JsonNode before, JsonNode after) {
    for (String name : List.of("host", "identity", "identityHash", "state", "stateHash")) {
      assertThat(after.path(name)).isEqualTo(before.path(name));
    }
    assertThat(after.path("unavailable")).isEqualTo(before.path("unavailable"));
    Map<String, JsonNode> settings = new TreeMap<>();
    before
        .path("settings")
        .properties()
        .forEach(
            e -> settings.put(e.getKey().replace(".exemplar", ".deviceUuidHash"), e.getValue()));
    assertThat(map(after.path("settings"))).isEqualTo(settings);
    if (before.path("settings").equals(after.path("settings"))) {
      assertThat(after.path("settingsHash")).isEqualTo(before.path("settingsHash"));
    }
  }

  private static Map<String, JsonNode> map(JsonNode node) {
    Map<String, JsonNode> map = new TreeMap<>();
    node.properties().forEach(e -> map.put(e.getKey(), e.getValue()));
    return map;
  }

  private static void plan(JsonNode before, JsonNode after) {
    for (String name : List.of("workloads", "targets", "precisions", "threads", "jvmArgs")) {
      assertThat(after.path(name)).isEqualTo(before.path(name));
    }
    for (String name : List.of("targetHalfWidthPercent", "maxForks", "budgetSeconds")) {
      assertThat(after.path(name)).isEqualTo(before.path(name));
    }
    Map<String, JsonNode> parameters = map(before.path("parameters"));
    JsonNode limit = parameters.remove("forkLimitSeconds");
    if (limit != null) {
      parameters.put("forkTimeoutSeconds", limit);
    }
    assertThat(map(after.path("parameters"))).isEqualTo(parameters);
    assertThat(after.path("suite").isObject()).as("a suite that shipped").isTrue();
  }

  private static void telemetryOfRun(JsonNode before, JsonNode after) {
    for (String name : List.of("root", "samplerPercentOfCore", "idle", "crossChecks")) {
      assertThat(after.path(name)).isEqualTo(before.path(name));
    }
    same(before.path("periodSeconds"), after.path("periodSeconds").path("value"));
    same(before.path("off"), after.path("periodSeconds").path("reason"));
    for (int i = 0; i < before.path("sources").size(); i++) {
      JsonNode old = before.path("sources").get(i);
      JsonNode now = after.path("sources").get(i);
      assertThat(now.path("id")).isEqualTo(old.path("id"));
      assertThat(now.path("energy")).isEqualTo(old.path("energy"));
      String given = old.path("available").booleanValue() ? "value" : "reason";
      assertThat(now.path("gives").path(given)).isEqualTo(old.path("finding"));
      remedy(old.path("remedy"), now.path("gives").path("remedy"));
      for (int g = 0; g < old.path("gaps").size(); g++) {
        JsonNode gap = now.path("gaps").get(g);
        assertThat(gap.path("what")).isEqualTo(old.path("gaps").get(g).path("what"));
        assertThat(gap.path("reason")).isEqualTo(old.path("gaps").get(g).path("reason"));
        remedy(old.path("gaps").get(g).path("remedy"), gap.path("remedy"));
      }
    }
  }

  private static void remedy(JsonNode before, JsonNode after) {
    if (before.isNull()) {
      assertThat(after.isNull() || after.isMissingNode()).isTrue();
    } else {
      assertThat(after.path("text")).isEqualTo(before);
    }
  }

  private static void cell(JsonNode before, JsonNode after) {
    for (String name : List.of("workload", "target", "precision")) {
      assertThat(after.path("id").path(name)).isEqualTo(before.path(name));
    }
    if (after.path("work") instanceof ObjectNode work) {
      // What did not exist then.
      assertThat(work.remove("fusedBytes").isNull()).isTrue();
      assertThat(work.remove("tensorBytes").isNull()).isTrue();
    }
    assertThat(after.path("work")).isEqualTo(before.path("work"));
    JsonNode outcome = after.path("outcome");
    outcome(before, outcome, true);
    JsonNode result = outcome.path("result");
    assertThat(result.isMissingNode()).isEqualTo(before.path("metrics").isEmpty());
    if (!result.isMissingNode()) {
      availabilities(
          before.path("metrics"), before.path("metricsUnavailable"), result.path("metrics"));
      assertThat(result.path("steadyStates")).isEqualTo(before.path("steadyStates"));
      training(before.path("training"), result.path("training"));
      telemetry(before, result.path("telemetry"));
    }
  }

  private static void fork(JsonNode before, JsonNode after) {
    assertThat(after.path("cell")).isEqualTo(before.path("cell"));
    for (String name : List.of("fork", "order", "startedUtc", "seed", "jvmVersion", "pid")) {
      assertThat(after.path("context").path(name)).isEqualTo(before.path(name));
    }
    JsonNode outcome = after.path("outcome");
    outcome(before, outcome, false);
    JsonNode result = outcome.path("result");
    assertThat(result.isMissingNode()).isEqualTo(before.path("samples").isEmpty());
    if (!result.isMissingNode()) {
      timing(before, result.path("timing"));
      telemetry(before, result.path("telemetry"));
      training(before.path("training"), result.path("training"));
      assertThat(result.path("excludedCause")).isEqualTo(before.path("excludedCause"));
      warmup(before.path("settling"), result.path("warmup"));
    }
  }

  private static void timing(JsonNode before, JsonNode timing) {
    JsonNode samples = timing.path("samples");
    assertThat(samples.path("time").path("value")).isEqualTo(before.path("samples"));
    availability(before, "deviceSamples", samples.path("deviceTime"));
    same(before.path("endToEndSamples"), samples.path("endToEndTime").path("value"));
    assertThat(timing.path("warmupSamples")).isEqualTo(before.path("warmup"));
    assertThat(timing.path("steadyState")).isEqualTo(before.path("steadyState"));
    JsonNode latency = before.path("latency");
    assertThat(timing.path("latency").isNull()).isEqualTo(latency.isNull());
    if (!latency.isNull()) {
      assertThat(timing.path("latency").path("count")).isEqualTo(latency.path("count"));
      availabilities(
          latency.path("percentiles"),
          latency.path("unavailable"),
          timing.path("latency").path("percentiles"));
    }
  }

  private static void outcome(JsonNode before, JsonNode after, boolean cell) {
    String status = before.path("status").stringValue();
    String kind = before.path("device").path("kind").asString("");
    Map<String, String> right =
        Map.of("HARDWARE", "MEASURED", "EMULATION", "VERIFIED", "RTL_MODEL", "MODELLED");
    assertThat(after.path("status").stringValue())
        .isEqualTo(status.equals("OK") ? right.get(kind) : status);
    if (after.path("verification") instanceof ObjectNode verification) {
      for (String added : List.of("parts", "effectiveBits", "subnormals")) {
        assertThat(verification.remove(added)).as(added).isEqualTo(NullNode.instance);
      }
    }
    for (String name : List.of("engine", "verification", "reason")) {
      if (cell || after.has(name)) {
        same(before.path(name), after.path(name));
      }
    }
    if (after.path("device") instanceof ObjectNode device) {
      ObjectNode old = (ObjectNode) before.path("device").deepCopy();
      JsonNode hash = ((ObjectNode) old.path("details")).remove("exemplar");
      if (hash != null) {
        ((ObjectNode) old.path("details")).set("deviceUuidHash", hash);
      }
      assertThat(device).isEqualTo(old);
    }
    if (after.has("remedy") || cell) {
      remedy(before.path("remedy"), after.path("remedy"));
    }
    same(before.path("emulationSeconds"), after.path("emulationSeconds"));
    for (String name : List.of("cycles", "macs", "peakMacsPerCycle")) {
      same(before.path("model").path(name), after.path("model").path(name));
    }
    if (before.has("model")) {
      availability(before.path("model"), "synthesis", after.path("model").path("synthesis"));
    }
  }

  private static void telemetry(JsonNode before, JsonNode after) {
    availability(before, "energy", after.path("energy"));
    availability(before, "utilization", after.path("utilization"));
    assertThat(after.path("refusedEnergy")).isEqualTo(before.path("energyRefused"));
    JsonNode throttle = after.path("throttle");
    same(before.path("throttleUnavailable"), throttle.path("reason"));
    for (List<String> names :
        List.of(List.of("throttled", "throttled"), List.of("secondsByCause", "secondsByKind"))) {
      same(
          before.path("throttle").path(names.getFirst()),
          throttle.path("value").path(names.getLast()));
    }
    assertThat(after.path("interference")).hasSameSizeAs(before.path("disturbances"));
    for (int i = 0; i < before.path("disturbances").size(); i++) {
      JsonNode old = before.path("disturbances").get(i);
      JsonNode now = after.path("interference").get(i);
      assertThat(now.path("kind")).isEqualTo(old.path("cause"));
      for (String name : List.of("amount", "unit", "where")) {
        assertThat(now.path(name)).isEqualTo(old.path(name));
      }
    }
  }

  private static void training(JsonNode before, JsonNode after) {
    for (String name :
        List.of("lossCurve", "testAccuracy", "targetAccuracy", "finalAccuracy", "dataset")) {
      same(before.path(name), after.path(name));
    }
    // Fractions since: 2 is written 2.0.
    assertThat(after.path("toTarget").path("value").path("epochs").asDouble(0))
        .isEqualTo(before.path("epochsToTarget").asDouble(0));
    same(before.path("secondsToTarget"), after.path("toTarget").path("value").path("seconds"));
    same(before.path("targetReason"), after.path("toTarget").path("reason"));
  }

  private static void warmup(JsonNode before, JsonNode after) {
    same(before.path("seconds"), after.path("seconds"));
    same(before.path("unsettled"), after.path("unsettled"));
    same(before.path("clock"), after.path("clock").path("value").path("name"));
    same(before.path("clockHertz"), after.path("clock").path("value").path("hertz"));
    same(before.path("clockReason"), after.path("clock").path("reason"));
  }

  private static void availability(JsonNode before, String name, JsonNode after) {
    same(before.path(name), after.path("value"));
    same(before.path(name + "Unavailable"), after.path("reason"));
  }

  private static void availabilities(JsonNode values, JsonNode reasons, JsonNode after) {
    assertThat(after.size()).isEqualTo(values.size() + reasons.size());
    values
        .properties()
        .forEach(e -> assertThat(after.path(e.getKey()).path("value")).isEqualTo(e.getValue()));
    reasons
        .properties()
        .forEach(e -> assertThat(after.path(e.getKey()).path("reason")).isEqualTo(e.getValue()));
  }

  /** Equal, or there on neither side. */
  private static void same(JsonNode before, JsonNode after) {
    if (before.isNull() || before.isMissingNode()) {
      assertThat(after.isNull() || after.isMissingNode()).as("%s", after).isTrue();
    } else {
      assertThat(after).isEqualTo(before);
    }
  }

  /** What is said of an energy window since, and is true of these. */
  private static final String OTHER_WORK =
      "; in \\d+ of \\d+ forks the metered work was not the timed one: an execution took up to"
          + " [0-9.]+ % (longer|less) in the energy window";

  /** The cells of three metered workloads, a cold one and a training among them. */
  @Test
  void whatVersion2SummedUpIsSummedUpTheSame() throws IOException {
    // Three texts have been reworded since.
    RunRecord run =
        run(
            file("version2/run.json")
                .replace("no idle power of it was measured", "no idle power was measured for it")
                .replace(
                    "a cold run has none: data that has just arrived is in caches",
                    "not measured with a cold cache: data just transferred is in the caches")
                .replace(
                    "the time of a training step holds its transfers already",
                    "the time of a training step already includes its transfers"));
    List<ForkRecord> forks = forks(file("version2/forks.jsonl"));
    int compared = 0;
    for (Cell cell : run.cells()) {
      if (cell.id().target().equals("cuda")) {
        Rate rate = cell.id().workload().startsWith("train") ? Rate.SAMPLES : Rate.FLOPS;
        Cell again =
            CellSummary.summarise(
                new CellSummary.Request(cell.id(), cell.work(), rate, 0.01, List.of(), List.of()),
                forks.stream()
                    .filter(f -> f.cell().equals(cell.id()) && f.context().order() < 130)
                    .toList());
        assertThat(RecordJson.line(withoutTraining(again)).replaceAll(OTHER_WORK, ""))
            .isEqualTo(RecordJson.line(withoutTraining(cell)));
        compared++;
      }
    }
    assertThat(compared).isEqualTo(3);
  }

  /** Without the metrics of training, which have been over seeds since, and without newer ones. */
  private static Cell withoutTraining(Cell cell) {
    return new Cell(
        cell.id(),
        cell.work(),
        cell.outcome()
            .map((_, result) -> {
              Map<MetricKey, Availability<Metric>> others = new TreeMap<>(result.metrics());
              others.keySet().removeAll(MetricKey.of(MetricKey.Family.TRAINING));
              others.remove(MetricKey.ENERGY_TO_TARGET);
              others.remove(MetricKey.PERCENT_OF_DEVICE_PEAK);
              return new CellResult(
                  others, result.steadyStates(), result.telemetry(), result.training());
            }));
  }

  @Test
  void aLogOfVersion2IsRead(@TempDir Path folder) throws IOException {
    Path log = folder.resolve("telemetry.jsonl");
    Files.writeString(log, file("version2/telemetry.jsonl"));
    List<TelemetryLog.Session> sessions = TelemetryLog.read(log).sessions();
    assertThat(sessions).hasSize(1);
    assertThat(sessions.getFirst().lines()).isNotEmpty();
    assertThat(sessions.getFirst().header().schemaVersion()).isEqualTo(SchemaVersion.CURRENT);
  }

  @Test
  void version2IsReadAsStrictlyAsItWas() throws IOException {
    String run = file("version2/run.json");
    damagedRun(run, "\"seed\" :", "\"sead\" : 1, \"seed\" :", "sead");
    damagedRun(run, "\"suite\" : \"quick\",", "", "missing property 'suite'");
    damagedRun(run, "\"HARDWARE\"", "\"EMULATION\"", "on EMULATION carries times or metrics");
    damagedRun(
        run,
        "\"OK\",\n    \"reason\" : null",
        "\"FAILED\",\n    \"reason\" : \"x\"",
        "status FAILED on HARDWARE carries times or metrics");
    damagedRun(
        run,
        "\"energyUnavailable\" : \"" + Fixtures.NO_COUNTER + "\"",
        "\"energyUnavailable\" : null",
        "reason is missing");
    damagedRun(run, "\"RTL_MODEL\"", "\"EMULATION\"", "carries cycles");
    damagedRun(run, "\"cycles\" : 1048589", "\"cycles\" : 2097178", "ratios");
    damagedRun(run, "\"status\" : \"OK\"", "\"score\" : 1, \"status\" : \"OK\"", "score");
    damagedRun(run, "\"engine\" : null,", "", "missing property 'engine'");
    damagedRun(
        run,
        "\"status\" : \"OK\"",
        "\"emulationSeconds\" : 1, \"status\" : \"OK\"",
        "carries an emulator's time");
    damagedRun(
        run, "\"OK\",\n    \"reason\" : null", "\"OK\",\n    \"reason\" : \"x\"", "carries reason");
    damagedRun(run, "\"settingsHash\" : \"", "\"settingsHash\" : \"0", "settingsHash");
    String fork = file("version2/forks.jsonl").lines().findFirst().orElseThrow();
    damagedFork(fork, "\"unit\":\"s\"", "\"unit\":\"ms\"", "samples must be in s");
    damagedFork(fork, "\"status\":\"OK\"", "\"status\":\"FAILED\"", "carries times");
    damagedFork(fork, "\"pid\":", "\"pit\":", "missing property 'pid'");
    damagedFork(fork, "\"pid\":", "\"more\":1,\"pid\":", "unknown property 'more'");
  }

  private static void damagedRun(String json, String part, String broken, String problem) {
    assertThat(json).contains(part);
    assertThatThrownBy(() -> run(json.replaceFirst(java.util.regex.Pattern.quote(part), broken)))
        .isInstanceOf(RunStoreException.Damaged.class)
        .hasMessageContaining(problem);
  }

  private static void damagedFork(String line, String part, String broken, String problem) {
    assertThat(line).contains(part);
    assertThatThrownBy(() -> RecordJson.readFork(line.replace(part, broken), "line"))
        .isInstanceOf(RunStoreException.Damaged.class)
        .hasMessageContaining(problem);
  }
}

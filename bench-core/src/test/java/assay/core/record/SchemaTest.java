package assay.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import assay.core.record.json.RecordJson;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The published schemas accept what the code writes and refuse what it must never write. */
class SchemaTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Schema RUN = schema("run.schema.json");
  private static final Schema FORKS = schema("forks.schema.json");
  private static final int GEMM = 0;
  private static final int TRAIN = 1;
  private static final int INVALID = 4;
  private static final int FAILED = 5;
  private static final int EMULATED = 7;
  private static final int MODELLED = 8;
  private static final int NOT_ROUTED = 9;

  private static Schema schema(String name) {
    try {
      String text = Files.readString(Path.of("..", "results", "schema", name));
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(text, InputFormat.JSON);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static ObjectNode run() {
    return (ObjectNode) MAPPER.readTree(RecordJson.write(Fixtures.run()));
  }

  private static ObjectNode fork(int index) {
    return (ObjectNode) MAPPER.readTree(RecordJson.writeLine(Fixtures.everyFork().get(index)));
  }

  private static List<String> errors(Schema schema, JsonNode json) {
    return schema.validate(json.toString(), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }

  private static void refusesCell(String what, int index, Consumer<ObjectNode> breakage) {
    ObjectNode run = run();
    breakage.accept((ObjectNode) run.path("cells").path(index));
    assertThat(errors(RUN, run)).as(what).isNotEmpty();
  }

  private static void refusesFork(String what, int index, Consumer<ObjectNode> breakage) {
    ObjectNode fork = fork(index);
    breakage.accept(fork);
    assertThat(errors(FORKS, fork)).as(what).isNotEmpty();
  }

  private static ObjectNode at(ObjectNode node, String... path) {
    ObjectNode current = node;
    for (String name : path) {
      current = (ObjectNode) current.path(name);
    }
    return current;
  }

  @Test
  void acceptsWhatTheCodeWrites() {
    assertThat(errors(RUN, run())).isEmpty();
    for (int i = 0; i < Fixtures.everyFork().size(); i++) {
      assertThat(errors(FORKS, fork(i))).as("fork %d", i).isEmpty();
    }
  }

  /** A record that was written before a field was added says null for it. */
  @Test
  void whatWasAddedMayBeMissing() throws Exception {
    int trained = 7;
    ObjectNode fork = fork(trained);
    at(fork, "outcome", "verification").remove(List.of("parts", "effectiveBits", "subnormals"));
    at(fork, "outcome", "result", "training").remove(ADDED);
    ForkRecord read = RecordJson.readFork(fork.toString(), "line");
    Training training =
        Objects.requireNonNull(Objects.requireNonNull(read.outcome().result()).training());
    assertThat(training.testEpochs()).isNull();
    assertThat(training.testImages()).isNull();
    assertThat(training.fold()).isNull();
    assertThat(training.epochs()).isEqualTo(2);
    Verification verification = Objects.requireNonNull(read.outcome().verification());
    assertThat(verification.parts()).isNull();
    assertThat(verification.effectiveBits()).isNull();
    assertThat(verification.subnormals()).isNull();
    ObjectNode whole = fork(trained);
    at(whole, "outcome", "result", "training").remove("finalAccuracy");
    assertThatThrownBy(() -> RecordJson.readFork(whole.toString(), "line"))
        .hasMessageContaining("finalAccuracy");
  }

  /** An older record's plan has no {@code gate}, and a run without canaries says null. */
  @Test
  void aPlanMayTellTheNightlyVerdictNothing() {
    ObjectNode older = run();
    at(older, "plan").remove("gate");
    assertThat(errors(RUN, older)).isEmpty();
    ObjectNode none = run();
    at(none, "plan").putNull("gate");
    assertThat(errors(RUN, none)).isEmpty();
    ObjectNode own = run();
    at(own, "plan", "gate").putNull("confirms");
    assertThat(errors(RUN, own)).isEmpty();
    refusesGate("no canaries", gate -> gate.remove("canaries"));
    refusesGate("no run", gate -> gate.put("confirms", "yesterday"));
    refusesGate("no cell", gate -> gate.putArray("canaries").addObject().put("workload", "x"));
    refusesGate("more", gate -> gate.put("suspects", 1));
  }

  private static void refusesGate(String what, Consumer<ObjectNode> breakage) {
    ObjectNode run = run();
    breakage.accept(at(run, "plan", "gate"));
    assertThat(errors(RUN, run)).as(what).isNotEmpty();
  }

  @Test
  void anEmulatorsTimeMayStandOnAnEmulation() {
    ObjectNode run = run();
    at((ObjectNode) run.path("cells").path(EMULATED), "outcome").put("emulationSeconds", 1.5);
    assertThat(errors(RUN, run)).isEmpty();
  }

  private static ObjectNode warm(ObjectNode fork) {
    ObjectNode warmup = at(fork, "outcome", "result").putObject("warmup");
    warmup.put("seconds", 1.25).putNull("unsettled").putObject("clock");
    at(warmup, "clock").putObject("value").put("name", "gpu-0.clock.sm").put("hertz", 1.98e9);
    return warmup;
  }

  @Test
  void aForkWithTimesMaySayHowItSettled() {
    ObjectNode clocked = fork(0);
    warm(clocked).put("unsettled", "clock");
    assertThat(errors(FORKS, clocked)).isEmpty();
    ObjectNode timed = fork(0);
    warm(timed).putObject("clock").put("reason", "none").putNull("remedy");
    assertThat(errors(FORKS, timed)).isEmpty();
    int emulated = 9;
    refusesFork("on an emulation", emulated, fork -> at(fork, "outcome").putNull("warmup"));
    refusesFork("no time", 0, fork -> warm(fork).put("seconds", 0));
    refusesFork("other", 0, fork -> warm(fork).put("unsettled", "heat"));
    refusesFork("no reason", 0, fork -> warm(fork).putNull("clock"));
    refusesFork("both", 0, fork -> at(warm(fork), "clock").put("reason", "x"));
    refusesFork(
        "a clock that was not watched",
        0,
        fork ->
            warm(fork)
                .put("unsettled", "clock")
                .putObject("clock")
                .put("reason", "x")
                .putNull("remedy"));
    for (String name : List.of("seconds", "unsettled", "clock")) {
      refusesFork("without " + name, 0, fork -> warm(fork).remove(name));
    }
    for (String name : List.of("name", "hertz")) {
      refusesFork("without " + name, 0, fork -> at(warm(fork), "clock", "value").remove(name));
    }
  }

  /** Every property of every object that is no map, wherever it stands. */
  @Test
  @Tag("slow")
  void refusesUnknownAndMissingFieldsEverywhere() {
    for (int i = 0; i < Fixtures.everyFork().size(); i++) {
      refusesEveryChange(FORKS, fork(i));
    }
    refusesEveryChange(RUN, run());
  }

  /** By name of the property that holds them: what may hold any property, or lack any. */
  private static final Set<String> MAPS =
      Set.of(
          "identity",
          "settings",
          "state",
          "parameters",
          "details",
          "flags",
          "tools",
          "metrics",
          "samples",
          "steadyStates",
          "secondsByKind",
          "parts",
          "remedy");

  /** Added within the version: older records lack them. */
  private static final Set<String> ADDED =
      Set.of(
          "testEpochs",
          "testImages",
          "fold",
          "parts",
          "effectiveBits",
          "subnormals",
          "jvm",
          "steps",
          "inputSets",
          "histogram",
          "gate");

  private static void refusesEveryChange(Schema schema, ObjectNode root) {
    for (String path : objects(root, "")) {
      ObjectNode node = path.isEmpty() ? root : (ObjectNode) root.at(path);
      String holder = path.substring(path.lastIndexOf('/') + 1);
      if (MAPS.contains(holder) || path.endsWith("utilization/value")) {
        continue;
      }
      node.put("unknown", 1);
      assertThat(errors(schema, root)).as("%s/unknown", path).isNotEmpty();
      node.remove("unknown");
      for (String name : List.copyOf(node.propertyNames())) {
        JsonNode taken = node.remove(name);
        boolean added = ADDED.contains(name) && !List.of("fold", "lossCurve").contains(holder);
        assertThat(errors(schema, root).isEmpty()).as("%s without %s", path, name).isEqualTo(added);
        node.set(name, taken);
      }
      assertThat(errors(schema, root)).isEmpty();
    }
  }

  private static List<String> objects(JsonNode node, String path) {
    List<String> found = new ArrayList<>();
    if (node.isObject()) {
      found.add(path);
      node.properties().forEach(e -> found.addAll(objects(e.getValue(), path + "/" + e.getKey())));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      found.addAll(objects(node.get(i), path + "/" + i));
    }
    return found;
  }

  @Test
  void refusesAnEnvironmentThatTheCodeWouldNotWrite() {
    refusesEnvironment("unknown field", e -> e.put("serial", "x"));
    for (String name : List.copyOf(((ObjectNode) run().path("environment")).propertyNames())) {
      refusesEnvironment("without " + name, e -> e.remove(name));
    }
    refusesEnvironment("no hash", e -> e.put("identityHash", "abc"));
    refusesEnvironment("blank host", e -> e.put("host", " "));
    refusesEnvironment("long", e -> at(e, "identity").put("a", "x".repeat(501)));
    refusesEnvironment("two lines", e -> at(e, "settings").put("a", "1\n2"));
    refusesEnvironment("number", e -> at(e, "state").put("a", 1));
    refusesEnvironment("equals sign", e -> at(e, "state").put("a=b", "1"));
  }

  private static void refusesEnvironment(String what, Consumer<ObjectNode> breakage) {
    ObjectNode run = run();
    breakage.accept(at(run, "environment"));
    assertThat(errors(RUN, run)).as(what).isNotEmpty();
  }

  @Test
  void refusesAResultOnAnythingButWhatWasMeasured() {
    JsonNode result = run().path("cells").path(TRAIN).path("outcome").path("result");
    for (int index : IntStream.rangeClosed(2, NOT_ROUTED).toArray()) {
      refusesCell("a result on " + index, index, cell -> at(cell, "outcome").set("result", result));
      for (JsonNode part : result) {
        refusesCell("a part on " + index, index, cell -> at(cell, "outcome").set("metrics", part));
      }
    }
    refusesCell("no metric", GEMM, cell -> at(cell, "outcome", "result", "metrics").removeAll());
    refusesOutcome("not passed", GEMM, outcome -> at(outcome, "verification").put("passed", false));
    refusesOutcome("no verdict", GEMM, outcome -> outcome.putNull("verification"));
    refusesOutcome("with reason", GEMM, outcome -> outcome.put("reason", "x"));
    refusesOutcome("no device", GEMM, outcome -> outcome.putNull("device"));
    refusesOutcome(
        "emulated time", GEMM, outcome -> at(outcome, "device").put("kind", "EMULATION"));
    refusesOutcome("emulation", GEMM, outcome -> outcome.put("status", "VERIFIED"));
    refusesOutcome("emulator's time", GEMM, outcome -> outcome.put("emulationSeconds", 1.5));
    refusesOutcome("emulator's time", FAILED, outcome -> outcome.put("emulationSeconds", 1.5));
    refusesOutcome("negative time", EMULATED, outcome -> outcome.put("emulationSeconds", -1.5));
    refusesOutcome("unknown kind", EMULATED, outcome -> at(outcome, "device").put("kind", "FAKE"));
    refusesOutcome("unknown status", GEMM, outcome -> outcome.put("status", "OK"));
    refusesCell(
        "unknown metric",
        GEMM,
        cell -> at(cell, "outcome", "result", "metrics").putObject("score").put("reason", "x"));
  }

  private static void refusesOutcome(String what, int index, Consumer<ObjectNode> breakage) {
    refusesCell(what, index, cell -> breakage.accept(at(cell, "outcome")));
  }

  @Test
  void refusesCyclesOnAnythingButAModel() {
    JsonNode model = run().path("cells").path(MODELLED).path("outcome").path("model");
    for (int index : IntStream.range(0, MODELLED).toArray()) {
      refusesOutcome("model on " + index, index, outcome -> outcome.set("model", model));
    }
    refusesOutcome("no cycles", MODELLED, outcome -> outcome.remove("model"));
    refusesOutcome("null", MODELLED, outcome -> outcome.putNull("model"));
    refusesOutcome("zero cycles", MODELLED, outcome -> at(outcome, "model").put("cycles", 0));
    refusesOutcome(
        "not run right", MODELLED, outcome -> outcome.put("status", "FAILED").put("reason", "x"));
    refusesOutcome("hardware", MODELLED, outcome -> at(outcome, "device").put("kind", "HARDWARE"));
    refusesOutcome(
        "emulation", MODELLED, outcome -> at(outcome, "device").put("kind", "EMULATION"));
    for (String name : List.of("fmaxMegahertz", "lut4", "dsps", "part")) {
      refusesOutcome(
          "null " + name,
          MODELLED,
          outcome -> at(outcome, "model", "synthesis", "value").putNull(name));
    }
    refusesOutcome(
        "zero Fmax",
        MODELLED,
        outcome -> at(outcome, "model", "synthesis", "value").put("fmaxMegahertz", 0));
    refusesOutcome(
        "no reason", NOT_ROUTED, outcome -> at(outcome, "model", "synthesis").putNull("reason"));
    int modelledFork = Fixtures.everyFork().size() - 1;
    JsonNode timing = fork(0).path("outcome").path("result").path("timing");
    refusesFork("no cycles", modelledFork, fork -> at(fork, "outcome").remove("model"));
    refusesFork("times", modelledFork, fork -> at(fork, "outcome").set("timing", timing));
    refusesFork("hardware's", 0, fork -> at(fork, "outcome").set("model", model));
  }

  @Test
  void refusesMissingWithoutReason() {
    refusesOutcome("no reason", FAILED, outcome -> outcome.putNull("reason"));
    refusesOutcome("blank reason", FAILED, outcome -> outcome.put("reason", " "));
    refusesOutcome(
        "no energy reason",
        GEMM,
        outcome -> at(outcome, "result", "telemetry", "energy").putNull("reason"));
    refusesOutcome(
        "energy and reason",
        TRAIN,
        outcome -> at(outcome, "result", "telemetry", "energy").put("reason", "x"));
    refusesOutcome("no detail", INVALID, outcome -> at(outcome, "verification").putNull("detail"));
    refusesOutcome("no device", INVALID, outcome -> outcome.putNull("device"));
    refusesTime("half an interval", GEMM, time -> time.putNull("ciLow"));
    refusesTime("no note", TRAIN, time -> time.putNull("note"));
    refusesTime("met, no interval", TRAIN, time -> time.put("precisionMet", true));
    refusesOutcome(
        "target",
        TRAIN,
        outcome -> at(outcome, "result", "training", "toTarget").putNull("reason"));
    refusesTime("number as text", GEMM, time -> time.put("median", "NaN"));
    refusesTime("no samples", GEMM, time -> time.put("n", 0));
  }

  private static void refusesTime(String what, int index, Consumer<ObjectNode> breakage) {
    refusesCell(
        what,
        index,
        cell -> breakage.accept(at(cell, "outcome", "result", "metrics", "time", "value")));
  }

  @Test
  void refusesBrokenForks() {
    int withDevice = 6;
    int emulated = 9;
    int unsupported = 10;
    refusesTiming("no samples", 0, timing -> samples(timing, "time"));
    refusesTiming("no time", 0, timing -> at(timing, "samples").remove("time"));
    refusesTiming("zero time", 0, timing -> samples(timing, "time", 0.0));
    refusesTiming(
        "no reason for time", 0, timing -> unavailable(timing, "time").put("reason", "x"));
    refusesTiming("no class", 0, timing -> timing.putNull("steadyState"));
    refusesTiming("no reason", 0, timing -> unavailable(timing, "deviceTime").putNull("reason"));
    refusesTiming(
        "both", withDevice, timing -> at(timing, "samples", "deviceTime").put("reason", "x"));
    refusesTiming("unknown metric", 0, timing -> samples(timing, "score", 1.0));
    refusesFork(
        "emulator's time of hardware", 0, fork -> at(fork, "outcome").put("emulationSeconds", 1.5));
    JsonNode result = fork(0).path("outcome").path("result");
    for (int index : List.of(emulated, unsupported)) {
      refusesFork("times", index, fork -> at(fork, "outcome").set("result", result));
    }
    refusesFork("emulated", 0, fork -> at(fork, "outcome", "device").put("kind", "EMULATION"));
    refusesFork("no reason", unsupported, fork -> at(fork, "outcome").putNull("reason"));
    refusesFork("version", 0, fork -> fork.put("schemaVersion", 2));
  }

  private static void refusesTiming(String what, int index, Consumer<ObjectNode> breakage) {
    refusesFork(what, index, fork -> breakage.accept(at(fork, "outcome", "result", "timing")));
  }

  private static void samples(ObjectNode timing, String metric, double... seconds) {
    var array = at(timing, "samples").putObject(metric).putArray("value");
    for (double s : seconds) {
      array.add(s);
    }
  }

  private static ObjectNode unavailable(ObjectNode timing, String metric) {
    return at(timing, "samples").putObject(metric).putNull("remedy");
  }
}

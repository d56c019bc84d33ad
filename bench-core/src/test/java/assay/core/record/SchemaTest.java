package assay.core.record;

import assay.core.record.json.RecordJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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

  @Test
  void anEmulatorsTimeMayStandOnAnEmulation() {
    ObjectNode run = run();
    ((ObjectNode) run.path("cells").path(EMULATED)).put("emulationSeconds", 1.5);
    assertThat(errors(RUN, run)).isEmpty();
  }

  private static ObjectNode settle(ObjectNode fork) {
    ObjectNode settling = fork.putObject("settling");
    settling.put("seconds", 1.25).putNull("unsettled").put("clock", "gpu-0.clock.sm");
    return settling.putNull("clockReason").put("clockHertz", 1.98e9);
  }

  @Test
  void aForkWithTimesMaySayHowItSettled() {
    ObjectNode clocked = fork(0);
    settle(clocked).put("unsettled", "clock");
    assertThat(errors(FORKS, clocked)).isEmpty();
    ObjectNode timed = fork(0);
    settle(timed).putNull("clock").put("clockReason", "none").putNull("clockHertz");
    assertThat(errors(FORKS, timed)).isEmpty();
    int emulated = 9;
    refusesFork("settling of an emulation", emulated, fork -> settle(fork));
    refusesFork("null", 0, fork -> fork.putNull("settling"));
    refusesFork("no time", 0, fork -> settle(fork).put("seconds", 0));
    refusesFork("other", 0, fork -> settle(fork).put("unsettled", "heat"));
    refusesFork("no reason", 0, fork -> settle(fork).putNull("clock"));
    refusesFork("both", 0, fork -> settle(fork).put("clockReason", "x"));
    refusesFork(
        "a clock that was not watched",
        0,
        fork -> settle(fork).putNull("clock").put("clockReason", "x"));
    for (String name : List.of("seconds", "unsettled", "clock", "clockReason", "clockHertz")) {
      refusesFork("without " + name, 0, fork -> settle(fork).remove(name));
    }
  }

  @Test
  void refusesUnknownAndMissingFieldsEverywhere() {
    ObjectNode extra = run();
    extra.put("more", 1);
    assertThat(errors(RUN, extra)).isNotEmpty();
    for (String name : run().propertyNames()) {
      ObjectNode run = run();
      run.remove(name);
      assertThat(errors(RUN, run)).as("without %s", name).isNotEmpty();
    }
    List<String> cellNames =
        List.copyOf(((ObjectNode) run().path("cells").path(0)).propertyNames());
    for (String name : cellNames) {
      refusesCell("without " + name, GEMM, cell -> cell.remove(name));
    }
    for (String name : fork(0).propertyNames()) {
      refusesFork("without " + name, 0, fork -> fork.remove(name));
    }
    refusesCell("unknown field", GEMM, cell -> cell.put("score", 1));
    refusesCell("unknown field", GEMM, cell -> at(cell, "metrics", "time").put("mean", 1));
    refusesFork("unknown field", 0, fork -> fork.put("mean", 1));
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
  void refusesFiguresOnAnythingButAnOkCell() {
    JsonNode metrics = run().path("cells").path(TRAIN).path("metrics");
    JsonNode energy = run().path("cells").path(TRAIN).path("energy");
    JsonNode training = run().path("cells").path(TRAIN).path("training");
    for (int index : IntStream.rangeClosed(2, NOT_ROUTED).toArray()) {
      refusesCell("metrics on " + index, index, cell -> cell.set("metrics", metrics));
      refusesCell("energy on " + index, index, cell -> cell.set("energy", energy));
      refusesCell("training on " + index, index, cell -> cell.set("training", training));
    }
    refusesCell("OK, no metric", GEMM, cell -> at(cell, "metrics").removeAll());
    refusesCell("OK, not passed", GEMM, cell -> at(cell, "verification").put("passed", false));
    refusesCell("OK, no verdict", GEMM, cell -> cell.putNull("verification"));
    refusesCell("OK with reason", GEMM, cell -> cell.put("reason", "x"));
    refusesCell("OK, no device", GEMM, cell -> cell.putNull("device"));
    refusesCell("emulated time", GEMM, cell -> at(cell, "device").put("kind", "EMULATION"));
    refusesCell("emulator's time of hardware", GEMM, cell -> cell.put("emulationSeconds", 1.5));
    refusesCell("emulator's time of nothing", FAILED, cell -> cell.put("emulationSeconds", 1.5));
    refusesCell("negative time", EMULATED, cell -> cell.put("emulationSeconds", -1.5));
    refusesCell("unknown kind", EMULATED, cell -> at(cell, "device").put("kind", "FAKE"));
  }

  @Test
  void refusesCyclesOnAnythingButAModel() {
    JsonNode model = run().path("cells").path(MODELLED).path("model");
    for (int index : IntStream.range(0, MODELLED).toArray()) {
      refusesCell("model on " + index, index, cell -> cell.set("model", model));
    }
    refusesCell("no cycles", MODELLED, cell -> cell.remove("model"));
    refusesCell("null", MODELLED, cell -> cell.putNull("model"));
    refusesCell("zero cycles", MODELLED, cell -> at(cell, "model").put("cycles", 0));
    refusesCell("beyond peak", MODELLED, cell -> at(cell, "model").put("shareOfPeak", 1.5));
    refusesCell("not run right", MODELLED, cell -> cell.put("status", "FAILED").put("reason", "x"));
    refusesCell("hardware", MODELLED, cell -> at(cell, "device").put("kind", "HARDWARE"));
    refusesCell("emulation", MODELLED, cell -> at(cell, "device").put("kind", "EMULATION"));
    for (String name : List.of("fmaxMegahertz", "lut4", "dsps", "part")) {
      refusesCell("without " + name, MODELLED, cell -> at(cell, "model", "synthesis").remove(name));
      refusesCell("null " + name, MODELLED, cell -> at(cell, "model", "synthesis").putNull(name));
    }
    refusesCell(
        "zero Fmax", MODELLED, cell -> at(cell, "model", "synthesis").put("fmaxMegahertz", 0));
    refusesCell("no reason", NOT_ROUTED, cell -> at(cell, "model").putNull("synthesisUnavailable"));
    int modelledFork = Fixtures.everyFork().size() - 1;
    refusesFork("no cycles", modelledFork, fork -> fork.remove("model"));
    refusesFork("times", modelledFork, fork -> fork.putArray("samples").add(1.0));
    refusesFork("device time", modelledFork, fork -> fork.putArray("deviceSamples").add(1.0));
    refusesFork("hardware's", 0, fork -> fork.set("model", model));
  }

  @Test
  void refusesMissingWithoutReason() {
    refusesCell("no reason", FAILED, cell -> cell.putNull("reason"));
    refusesCell("blank reason", FAILED, cell -> cell.put("reason", " "));
    refusesCell("no energy reason", GEMM, cell -> cell.putNull("energyUnavailable"));
    refusesCell("energy and reason", TRAIN, cell -> cell.put("energyUnavailable", "x"));
    refusesCell("no detail", INVALID, cell -> at(cell, "verification").putNull("detail"));
    refusesCell("no device", INVALID, cell -> cell.putNull("device"));
    refusesCell("half an interval", GEMM, cell -> at(cell, "metrics", "time").putNull("ciLow"));
    refusesCell("no note", TRAIN, cell -> at(cell, "metrics", "time").putNull("note"));
    refusesCell(
        "met, no interval", TRAIN, cell -> at(cell, "metrics", "time").put("precisionMet", true));
    refusesCell("target", TRAIN, cell -> at(cell, "training").putNull("targetReason"));
    refusesCell("number as text", GEMM, cell -> at(cell, "metrics", "time").put("median", "NaN"));
    refusesCell("no samples", GEMM, cell -> at(cell, "metrics", "time").put("n", 0));
  }

  @Test
  void refusesBrokenForks() {
    int excludedWithDevice = 6;
    int emulated = 9;
    int unsupported = 10;
    refusesFork("OK, no samples", 0, fork -> fork.putArray("samples"));
    refusesFork("zero time", 0, fork -> fork.putArray("samples").add(0.0));
    refusesFork("other unit", 0, fork -> fork.put("unit", "ms"));
    refusesFork("no class", 0, fork -> fork.putNull("steadyState"));
    refusesFork("no device reason", 0, fork -> fork.putNull("deviceSamplesUnavailable"));
    refusesFork("both", excludedWithDevice, fork -> fork.put("deviceSamplesUnavailable", "x"));
    refusesFork("emulator's time of hardware", 0, fork -> fork.put("emulationSeconds", 1.5));
    refusesFork("emulated times", emulated, fork -> fork.putArray("samples").add(1.0));
    refusesFork(
        "the way to an emulation and back",
        emulated,
        fork -> fork.putArray("endToEndSamples").add(1.0));
    refusesFork("emulated", 0, fork -> at(fork, "device").put("kind", "EMULATION"));
    refusesFork("times", unsupported, fork -> fork.putArray("samples").add(1.0));
    refusesFork("no reason", unsupported, fork -> fork.putNull("reason"));
    refusesFork("version", 0, fork -> fork.put("schemaVersion", 1));
  }
}

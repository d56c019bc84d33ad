package assay.core.record.json;

import assay.core.record.EnvironmentRules;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Upgrades version 2, where cells and forks were flat and each value had a separate property for
 * the reason of its absence, to version 3, where they are nested and their status determines their
 * properties.
 */
final class FromVersion2 implements Upgrade.Step {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String UUID_HASH = "exemplar";
  private static final String UUID_HASH_NOW = "deviceUuidHash";
  private static final Set<String> SUITES =
      Set.of(
          "smoke",
          "quick",
          "nightly",
          "procurement",
          "deepbench-training",
          "deepbench-server",
          "deepbench-device",
          "transformer");
  private static final List<String> DROPPED = List.of("device", "engine", "remedy");

  @Override
  public void run(ObjectNode run) {
    environment(run.path("environment"));
    plan(object(run.get("plan")), run.path("suite").asString(""));
    telemetry(run.path("telemetry"));
    for (int i = 0; i < run.path("cells").size(); i++) {
      ((ArrayNode) run.path("cells")).set(i, cell(object(run.path("cells").get(i))));
    }
  }

  @Override
  public void fork(ObjectNode fork) {
    ObjectNode context = NODES.objectNode();
    for (String name : List.of("fork", "order", "startedUtc", "seed", "jvmVersion", "pid")) {
      context.set(name, take(fork, name));
    }
    if (!"s".equals(take(fork, "unit").asString())) {
      throw new IllegalArgumentException("samples must be in s");
    }
    ObjectNode result = NODES.objectNode();
    JsonNode samples = take(fork, "samples");
    JsonNode warmupSamples = take(fork, "warmup");
    JsonNode steadyState = take(fork, "steadyState");
    ObjectNode series = result.putObject("timing").putObject("samples");
    boolean timed = !samples.isEmpty();
    if (timed) {
      series.set("time", value(samples));
    }
    Reasoned device = reasoned(fork, "deviceSamples", "deviceSamplesUnavailable");
    if (device.some()) {
      series.set("deviceTime", device.node());
    }
    JsonNode endToEnd = takeOptional(fork, "endToEndSamples");
    if (endToEnd != null) {
      series.set("endToEndTime", value(endToEnd));
    }
    JsonNode latency = take(fork, "latency");
    object(result.path("timing"))
        .set("warmupSamples", warmupSamples)
        .set("steadyState", steadyState)
        .set("latency", latency.isNull() ? latency : latency(object(latency)));
    boolean more = device.some() || endToEnd != null || !warmupSamples.isEmpty();
    more |= !steadyState.isNull() || !latency.isNull();
    JsonNode training = training(take(fork, "training"));
    Observed observed = observed(fork);
    JsonNode excluded = take(fork, "excludedCause");
    JsonNode warmup = takeOptional(fork, "settling");
    result
        .set("training", training)
        .set("telemetry", observed.node())
        .set("excludedCause", excluded)
        .set("warmup", warmup == null ? NullNode.instance : warmup(object(warmup)));
    more |= !training.isNull() || observed.some() || !excluded.isNull() || warmup != null;
    ObjectNode outcome = outcome(fork, timed || more, result, true);
    JsonNode cell = take(fork, "cell");
    JsonNode version = take(fork, "schemaVersion");
    nothingLeft(fork);
    fork.set("schemaVersion", version).set("cell", cell);
    fork.set("context", context).set("outcome", outcome);
  }

  private static ObjectNode cell(ObjectNode cell) {
    ObjectNode id = NODES.objectNode();
    for (String name : List.of("workload", "target", "precision")) {
      id.set(name, take(cell, name));
    }
    JsonNode work = take(cell, "work");
    ObjectNode metrics = availabilities(take(cell, "metrics"), take(cell, "metricsUnavailable"));
    JsonNode steadyStates = take(cell, "steadyStates");
    Observed observed = observed(cell);
    JsonNode training = training(take(cell, "training"));
    ObjectNode result = NODES.objectNode();
    result
        .set("metrics", metrics)
        .set("steadyStates", steadyStates)
        .set("telemetry", observed.node())
        .set("training", training);
    boolean some = !metrics.isEmpty() || !steadyStates.isEmpty() || !training.isNull();
    ObjectNode outcome = outcome(cell, some || observed.some(), result, false);
    nothingLeft(cell);
    ObjectNode nested = NODES.objectNode();
    return nested.set("id", id).set("work", work).set("outcome", outcome);
  }

  /**
   * How a cell or fork ended, from its flat properties.
   *
   * @param measured whether there was any part of {@code result}, which only hardware may have
   * @param lenient whether to drop a device, engine or remedy that version 3 has no place for: true
   *     for forks, whose cells never showed them
   */
  private static ObjectNode outcome(
      ObjectNode flat, boolean measured, ObjectNode result, boolean lenient) {
    String status = take(flat, "status").asString();
    JsonNode device = take(flat, "device");
    rename(device.path("details"), UUID_HASH, UUID_HASH_NOW);
    JsonNode model = takeOptional(flat, "model");
    JsonNode emulationSeconds = takeOptional(flat, "emulationSeconds");
    String kind = device.path("kind").asString("");
    boolean ok = status.equals("OK");
    refuse(
        measured && !(ok && kind.equals("HARDWARE")), status, device, "carries times or metrics");
    refuse(model != null && !(ok && kind.equals("RTL_MODEL")), status, device, "carries cycles");
    refuse(
        emulationSeconds != null && !(ok && kind.equals("EMULATION")),
        status,
        device,
        "carries an emulator's time");
    ObjectNode outcome = NODES.objectNode();
    outcome.put("status", ok ? ranOn(kind) : status);
    Map<String, JsonNode> parts = new TreeMap<>();
    parts.put("device", device);
    parts.put("engine", take(flat, "engine"));
    parts.put("verification", take(flat, "verification"));
    parts.put("reason", take(flat, "reason"));
    parts.put("remedy", take(flat, "remedy"));
    List<String> wanted =
        switch (status) {
          case "OK" -> List.of("device", "engine", "verification");
          case "INVALID" -> List.of("device", "engine", "verification", "reason");
          case "FAILED", "TIMED_OUT" -> List.of("device", "engine", "reason", "remedy");
          default -> List.of("reason", "remedy");
        };
    boolean dropped = lenient && !ok;
    parts.forEach((name, part) ->
        refuse(
            !wanted.contains(name) && !part.isNull() && !(dropped && DROPPED.contains(name)),
            status,
            device,
            "carries " + name));
    for (String name : wanted) {
      JsonNode part = Objects.requireNonNull(parts.get(name));
      outcome.set(name, name.equals("remedy") ? advice(part) : part);
    }
    if (ok) {
      switch (kind) {
        case "HARDWARE" -> outcome.set("result", result);
        case "EMULATION" ->
            outcome.set(
                "emulationSeconds",
                emulationSeconds == null ? NullNode.instance : emulationSeconds);
        default -> outcome.set("model", model(object(model)));
      }
    }
    return outcome;
  }

  private static String ranOn(String kind) {
    return switch (kind) {
      case "HARDWARE" -> "MEASURED";
      case "EMULATION" -> "VERIFIED";
      case "RTL_MODEL" -> "MODELLED";
      default -> throw new IllegalArgumentException("status OK without a device");
    };
  }

  private static void refuse(boolean wrong, String status, JsonNode device, String carries) {
    if (wrong) {
      throw new IllegalArgumentException(
          "status " + status + " on " + device.path("kind").asString("no device") + " " + carries);
    }
  }

  private static ObjectNode model(ObjectNode model) {
    double macsPerCycle = take(model, "macsPerCycle").doubleValue();
    double shareOfPeak = take(model, "shareOfPeak").doubleValue();
    double macs = model.path("macs").doubleValue();
    if (macs / model.path("cycles").longValue() != macsPerCycle
        || macsPerCycle / model.path("peakMacsPerCycle").longValue() != shareOfPeak) {
      throw new IllegalArgumentException("the model's ratios do not match its counts");
    }
    return model.set("synthesis", reasoned(model, "synthesis", "synthesisUnavailable").node());
  }

  private static JsonNode training(JsonNode training) {
    if (!(training instanceof ObjectNode run)) {
      return training;
    }
    JsonNode epochs = take(run, "epochsToTarget");
    JsonNode seconds = take(run, "secondsToTarget");
    if (epochs.isNull() != seconds.isNull()) {
      throw new IllegalArgumentException("epochs and seconds to the target must be given together");
    }
    ObjectNode reached = NODES.objectNode().set("epochs", epochs).set("seconds", seconds);
    run.set("toTarget", epochs.isNull() ? epochs : reached);
    return run.set("toTarget", reasoned(run, "toTarget", "targetReason").node());
  }

  private static ObjectNode warmup(ObjectNode warmup) {
    JsonNode name = take(warmup, "clock");
    JsonNode hertz = take(warmup, "clockHertz");
    if (name.isNull() && !hertz.isNull()) {
      throw new IllegalArgumentException("a frequency of a clock that was not observed");
    }
    ObjectNode clock = NODES.objectNode().set("name", name).set("hertz", hertz);
    warmup.set("clock", name.isNull() ? name : clock);
    return warmup.set("clock", reasoned(warmup, "clock", "clockReason").node());
  }

  private static ObjectNode latency(ObjectNode latency) {
    return latency.set(
        "percentiles", availabilities(take(latency, "percentiles"), take(latency, "unavailable")));
  }

  /** What was observed, and whether there was a value or reason for anything. */
  private record Observed(ObjectNode node, boolean some) {}

  private static Observed observed(ObjectNode flat) {
    Reasoned energy = reasoned(flat, "energy", "energyUnavailable");
    Reasoned utilization = reasoned(flat, "utilization", "utilizationUnavailable");
    Reasoned throttle = reasoned(flat, "throttle", "throttleUnavailable");
    rename(throttle.node().path("value"), "secondsByCause", "secondsByKind");
    JsonNode refused = take(flat, "energyRefused");
    JsonNode interference = take(flat, "disturbances");
    interference.forEach(seen -> rename(seen, "cause", "kind"));
    ObjectNode node = NODES.objectNode();
    node.set("energy", energy.node());
    node.set("refusedEnergy", refused);
    node.set("utilization", utilization.node());
    node.set("throttle", throttle.node());
    node.set("interference", interference);
    boolean noted = !refused.isEmpty() || !interference.isEmpty();
    return new Observed(node, noted || energy.some() || utilization.some() || throttle.some());
  }

  /** The suites that shipped with the versions that wrote it. Their content was not recorded. */
  private static void plan(ObjectNode plan, String suite) {
    rename(plan.path("parameters"), "forkLimitSeconds", "forkTimeoutSeconds");
    ObjectNode held = NODES.objectNode();
    List.of("workloads", "cold", "precisions").forEach(held::putArray);
    plan.set("suite", SUITES.contains(suite) ? held : NullNode.instance);
  }

  /**
   * The hash of the settings is recomputed if it was correct, because a name in them has changed.
   */
  private static void environment(JsonNode environment) {
    Map<String, String> before = texts(environment.path("settings"));
    boolean own =
        EnvironmentRules.hash(before).equals(environment.path("settingsHash").asString(""));
    for (String name : before.keySet()) {
      if (name.startsWith("device.") && name.endsWith("." + UUID_HASH)) {
        String stem = name.substring(0, name.length() - UUID_HASH.length());
        rename(environment.path("settings"), name, stem + UUID_HASH_NOW);
      }
    }
    if (own) {
      String hash = EnvironmentRules.hash(texts(environment.path("settings")));
      object(environment).put("settingsHash", hash);
    }
  }

  private static Map<String, String> texts(JsonNode settings) {
    Map<String, String> texts = new TreeMap<>();
    settings.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asString("")));
    return texts;
  }

  private static void telemetry(JsonNode telemetry) {
    if (telemetry instanceof ObjectNode observed) {
      observed.set("periodSeconds", reasoned(observed, "periodSeconds", "off").node());
    }
    for (JsonNode source : telemetry.path("sources")) {
      ObjectNode node = object(source);
      boolean available = take(node, "available").booleanValue();
      JsonNode finding = take(node, "finding");
      JsonNode remedy = take(node, "remedy");
      JsonNode gaps = take(node, "gaps");
      if (available != remedy.isNull()) {
        throw new IllegalArgumentException("a remedy belongs to an unavailable source");
      }
      node.set(
          "gives", available ? value(finding) : unavailable(finding).set("remedy", advice(remedy)));
      node.set("gaps", gaps);
      gaps.forEach(gap -> object(gap).set("remedy", advice(take(object(gap), "remedy"))));
    }
  }

  private static JsonNode advice(JsonNode remedy) {
    return remedy.isNull() ? remedy : NODES.objectNode().put("kind", "advice").set("text", remedy);
  }

  /** A value or a reason, and whether there was one. */
  private record Reasoned(ObjectNode node, boolean some) {}

  private static Reasoned reasoned(ObjectNode flat, String name, String unavailable) {
    JsonNode value = take(flat, name);
    JsonNode reason = take(flat, unavailable);
    if (!value.isNull() && !reason.isNull()) {
      throw new IllegalArgumentException(name + " has both a value and a reason for its absence");
    }
    boolean some = !value.isNull() || !reason.isNull();
    return new Reasoned(value.isNull() ? unavailable(reason) : value(value), some);
  }

  private static ObjectNode availabilities(JsonNode values, JsonNode reasons) {
    ObjectNode all = NODES.objectNode();
    values.properties().forEach(e -> all.set(e.getKey(), value(e.getValue())));
    reasons.properties().forEach(e -> all.set(e.getKey(), unavailable(e.getValue())));
    if (all.size() != values.size() + reasons.size()) {
      throw new IllegalArgumentException("a metric has both a value and a reason for its absence");
    }
    return all;
  }

  private static ObjectNode value(JsonNode value) {
    return NODES.objectNode().set("value", value);
  }

  private static ObjectNode unavailable(JsonNode reason) {
    return NODES.objectNode().set("reason", reason).putNull("remedy");
  }

  private static void rename(JsonNode node, String from, String to) {
    if (node instanceof ObjectNode object && object.has(from)) {
      // Through a copy, to keep the order.
      ObjectNode copy = object.deepCopy();
      object.removeAll();
      copy.properties()
          .forEach(e -> object.set(e.getKey().equals(from) ? to : e.getKey(), e.getValue()));
    }
  }

  private static ObjectNode object(@Nullable JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalArgumentException("not an object: " + node);
  }

  private static JsonNode take(ObjectNode node, String name) {
    JsonNode value = node.remove(name);
    if (value == null) {
      throw new IllegalArgumentException("missing property '" + name + "'");
    }
    return value;
  }

  private static @Nullable JsonNode takeOptional(ObjectNode node, String name) {
    JsonNode value = node.remove(name);
    if (value != null && value.isNull()) {
      throw new IllegalArgumentException("property '" + name + "' is null");
    }
    return value;
  }

  private static void nothingLeft(ObjectNode node) {
    Iterator<String> left = node.propertyNames().iterator();
    if (left.hasNext()) {
      throw new IllegalArgumentException("unknown property '" + left.next() + "'");
    }
  }
}

package assay.core.workload;

import assay.core.program.Precision;
import assay.core.program.ProgramException;
import assay.core.text.Nearest;
import assay.core.text.YamlMap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Built-in suites, and suites in YAML files. */
public final class Suites {
  /** The default suite. */
  public static final String DEFAULT = "quick";

  private static final List<String> NAMES =
      List.of(
          "smoke",
          DEFAULT,
          "nightly",
          "procurement",
          "deepbench-training",
          "deepbench-server",
          "deepbench-device",
          "transformer",
          "memory");

  /** 100 update periods of a slow meter (100 ms), plus some margin. */
  private static final int ENERGY_MILLIS = 12_000;

  /** The fewest that give an interval of level 0.95. */
  private static final int SEEDS = 6;

  private static final String FOLDER = "/assay/suites/";

  private Suites() {}

  /** Names of the built-in suites. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The suite with that name, or in that file.
   *
   * @param nameOrFile one of {@link #names()}, or a path that ends in {@code .yaml} or {@code .yml}
   * @throws WorkloadException if there is no such suite, or the file has an unknown key, a wrong
   *     type or an invalid workload; the message names file, line and key
   */
  public static Suite load(String nameOrFile) {
    if (nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml")) {
      return parse(nameOrFile, YamlMap.read(Path.of(nameOrFile), WorkloadException::new));
    }
    if (!NAMES.contains(nameOrFile)) {
      throw new WorkloadException(
          "unknown suite '"
              + nameOrFile
              + "': "
              + Nearest.hint(nameOrFile, NAMES)
              + " (a file must end in .yaml)");
    }
    return parse(nameOrFile + ".yaml", resource(nameOrFile));
  }

  private static String resource(String name) {
    try (InputStream in = Suites.class.getResourceAsStream(FOLDER + name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException(
            "resource " + FOLDER + name + ".yaml is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("resource " + FOLDER + name + ".yaml cannot be read", e);
    }
  }

  static Suite parse(String file, String yaml) {
    YamlMap root = YamlMap.parse(file, yaml, WorkloadException::new);
    YamlMap measure = root.map("measure");
    List<Workload> workloads = workloads(root);
    Suite suite =
        new Suite(
            root.text("name"),
            root.text("description"),
            workloads,
            precisions(root),
            root.whole("forks", 1),
            root.has("seeds") ? root.whole("seeds", 1) : SEEDS,
            root.positive("halfWidthPercent"),
            root.flag("fixedForks"),
            new Suite.Measure(
                measure.whole("warmup", 0),
                measure.whole("warmupMillis", 1),
                measure.whole("iterations", 1),
                measure.whole("iterationMillis", 1),
                measure.whole("trainingWarmupSteps", 0),
                measure.has("energyMillis") ? measure.whole("energyMillis", 0) : ENERGY_MILLIS),
            onTargets(root, "leaveOut", workloads, "is left out"),
            onTargets(root, "canaries", workloads, "is a canary"),
            root.has("budgetSeconds")
                ? Optional.of(root.positive("budgetSeconds"))
                : Optional.empty());
    measure.done();
    root.done();
    return suite;
  }

  /** Entries such as {@code train/cnn-fashion on cpu-scalar}. */
  private static List<Suite.OnTarget> onTargets(
      YamlMap root, String key, List<Workload> workloads, String role) {
    if (!root.has(key)) {
      return List.of();
    }
    List<Suite.OnTarget> all = new ArrayList<>();
    for (YamlMap.Item item : root.items(key)) {
      String[] parts = item.text().split(" on ", -1);
      if (parts.length != 2) {
        throw item.refused("must have the form 'WORKLOAD on TARGET'");
      }
      String id;
      try {
        id = Workloads.parse(parts[0]).id();
      } catch (WorkloadException e) {
        throw item.error(String.valueOf(e.getMessage()));
      }
      if (workloads.stream().noneMatch(workload -> workload.id().equals(id))) {
        throw item.error("'" + id + "' " + role + ", but it is none of the suite's workloads");
      }
      all.add(new Suite.OnTarget(id, parts[1]));
    }
    return all;
  }

  private static List<Precision> precisions(YamlMap root) {
    List<Precision> precisions = new ArrayList<>();
    for (YamlMap.Item item : root.items("precisions")) {
      String id = item.text();
      precisions.add(
          Precision.byId(id)
              .orElseThrow(() ->
                  item.error(
                      "unknown precision '" + id + "'; " + Nearest.hint(id, precisionIds()))));
    }
    return precisions;
  }

  /** Ids of all precisions. */
  public static List<String> precisionIds() {
    return java.util.Arrays.stream(Precision.values()).map(Precision::id).toList();
  }

  private static List<Workload> workloads(YamlMap root) {
    Map<String, Workload> workloads = new LinkedHashMap<>();
    for (YamlMap.Item item : root.items("workloads")) {
      for (String id : ids(item)) {
        try {
          Workload workload = Workloads.parse(id);
          workloads.putIfAbsent(workload.id(), workload);
        } catch (WorkloadException | ProgramException e) {
          throw item.error(String.valueOf(e.getMessage()));
        }
      }
    }
    return List.copyOf(workloads.values());
  }

  private static List<String> ids(YamlMap.Item item) {
    if (!item.isMap()) {
      return List.of(item.text());
    }
    YamlMap map = item.map();
    String file = map.text("shapes");
    Optional<String> set = map.has("set") ? Optional.of(map.text("set")) : Optional.empty();
    List<String> directions =
        map.has("directions")
            ? map.items("directions").stream().map(YamlMap.Item::text).toList()
            : List.of("forward");
    map.done();
    try {
      return ShapeList.load(file).ids(set, directions);
    } catch (WorkloadException e) {
      throw item.error(String.valueOf(e.getMessage()));
    }
  }
}
